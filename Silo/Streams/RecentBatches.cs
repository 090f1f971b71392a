using Orleans.Streams;

namespace Commerce.Streams;

/// <summary>
/// The last batches of one part. It waits for nobody: who is slower than that misses some, and
/// reads them in the journal.
/// </summary>
internal sealed class RecentBatches : IQueueCache
{
    private const int Kept = 4;

    private readonly IBatchContainer[] _batches = new IBatchContainer[Kept];
    private long _added;

    private long First => long.Max(0, _added - Kept);

    /// <summary>Never 0: the pump would stop for ever.</summary>
    public int GetMaxAddCount() => Kept;

    public bool IsUnderPressure() => false;

    public void AddToCache(IList<IBatchContainer> messages)
    {
        foreach (var batch in messages)
            _batches[_added++ % Kept] = batch;
    }

    public bool TryPurgeFromCache(out IList<IBatchContainer> purgedItems)
    {
        purgedItems = [];
        return false;
    }

    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token)
    {
        var next = First;
        while (next < _added && token is not null && At(next).SequenceToken.CompareTo(token) < 0)
            next++;

        return new Cursor(this, next);
    }

    private IBatchContainer At(long number) => _batches[number % Kept];

    private sealed class Cursor(RecentBatches batches, long next) : IQueueCacheCursor
    {
        private long _next = next;
        private IBatchContainer? _current;

        public IBatchContainer GetCurrent(out Exception exception)
        {
            exception = null!;
            return _current!;
        }

        public bool MoveNext()
        {
            _next = long.Max(_next, batches.First);
            _current = _next < batches._added ? batches.At(_next++) : null;
            return _current is not null;
        }

        public void Refresh(StreamSequenceToken token)
        {
            // It always sees what the cache has.
        }

        public void RecordDeliveryFailure()
        {
            // Who failed reads the journal.
        }

        public void Dispose()
        {
            // It holds nothing.
        }
    }
}
