using Commerce.EventSourcing;

namespace Commerce.Journal;

/// <summary>
/// The newest durable events, so that those who keep up never read the disk. Whoever falls behind
/// reads the store: nothing waits for a slow reader.
/// </summary>
/// <param name="capacity">How many events it has at most.</param>
/// <param name="head">The position up to which events are in the store and never were here.</param>
/// <param name="headAt">When the event at that position happened.</param>
internal sealed class TailRing(int capacity, long head, DateTimeOffset headAt)
{
    private readonly RecordedEvent[] _events = new RecordedEvent[capacity];
    private readonly Lock _gate = new();
    private long _first; // Of the events that were ever added, the first that is still here,
    private long _count; // and how many were.
    private long _missing = head; // Events up to this position are not here.
    private long _head = head;
    private DateTimeOffset _headAt = headAt;
    private TaskCompletionSource _grown = NewSignal();

    public long Head => Volatile.Read(ref _head);

    public DateTimeOffset HeadAt
    {
        get
        {
            lock (_gate)
            {
                return _headAt;
            }
        }
    }

    /// <summary>Adds events that follow the head, without any between them.</summary>
    public void Add(IReadOnlyList<RecordedEvent> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        TaskCompletionSource grown;
        lock (_gate)
        {
            foreach (var recorded in events)
            {
                if (_count - _first == capacity)
                {
                    _missing = At(_first++).Position;
                }

                _events[_count++ % capacity] = recorded;
            }

            (_headAt, grown, _grown) = (events[^1].At, _grown, NewSignal());
            Volatile.Write(ref _head, events[^1].Position);
        }

        grown.SetResult();
    }

    /// <summary>
    /// The events after a position, or <c>null</c> if the ring no longer has them all.
    /// </summary>
    public IReadOnlyList<RecordedEvent>? Read(long after, int max)
    {
        lock (_gate)
        {
            return after >= _head ? []
                : after < _missing ? null
                : Take(FirstAfter(after), max);
        }
    }

    /// <summary>
    /// Those of one part after a position up to another, or <c>null</c> as <see cref="Read"/>.
    /// </summary>
    public IReadOnlyList<RecordedEvent>? ReadPart(int part, long after, long upTo, int max) =>
        Read(after, capacity) is { } events
            ?
            [
                .. events
                    .TakeWhile(each => each.Position <= upTo)
                    .Where(each => Part.Of(each.Stream) == part)
                    .Take(max),
            ]
            : null;

    /// <summary>The newest events, or <c>null</c> if the ring has fewer.</summary>
    public IReadOnlyList<RecordedEvent>? ReadNewest(int max)
    {
        lock (_gate)
        {
            return _count - _first < max ? null : Take(_count - max, max);
        }
    }

    public async Task WaitBeyond(long position, CancellationToken cancellation)
    {
        while (true)
        {
            Task grown;
            lock (_gate)
            {
                if (_head > position)
                {
                    return;
                }

                grown = _grown.Task;
            }

            await grown.WaitAsync(cancellation);
        }
    }

    private RecordedEvent At(long index) => _events[index % capacity];

    private RecordedEvent[] Take(long first, int max)
    {
        var events = new RecordedEvent[long.Min(max, _count - first)];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = At(first + i);
        }

        return events;
    }

    private long FirstAfter(long position)
    {
        var (low, high) = (_first, _count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = At(middle).Position <= position ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
