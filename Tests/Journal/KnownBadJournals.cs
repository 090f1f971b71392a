using Commerce.EventSourcing;

namespace Commerce.Journal;

/// <summary>A journal that passes everything on; each known-bad one breaks one promise.</summary>
internal abstract class KnownBadJournal(IJournal journal) : IJournal
{
    public string Incarnation => journal.Incarnation;

    public bool IsFull => journal.IsFull;

    public long Head => journal.Head;

    public DateTimeOffset HeadAt => journal.HeadAt;

    protected IJournal Good => journal;

    public abstract Task Append(StreamAppend append);

    public IAsyncEnumerable<RecordedEvent> Read(
        string stream,
        long after,
        CancellationToken cancellation = default
    ) => journal.Read(stream, after, cancellation);

    public virtual ValueTask<IReadOnlyList<RecordedEvent>> ReadTail(long after, int max) =>
        journal.ReadTail(after, max);

    public Task<bool> Remove(string stream, long version) => journal.Remove(stream, version);

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadPart(
        int part,
        long after,
        long upTo,
        int max
    ) => journal.ReadPart(part, after, upTo, max);

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadNewest(int max) => journal.ReadNewest(max);

    public Task WaitBeyond(long position, CancellationToken cancellation) =>
        journal.WaitBeyond(position, cancellation);
}

/// <summary>Writes behind whatever is there.</summary>
internal sealed class JournalWithoutFence(IJournal journal) : KnownBadJournal(journal)
{
    public override async Task Append(StreamAppend append)
    {
        var newest = await Good.Read(append.Stream, 0).CountAsync();
        await Good.Append(append with { ExpectedVersion = newest });
    }
}

/// <summary>
/// Lands each event by itself. Once, between two of a decision, another writer has come first: what
/// its fence then refuses is half a decision.
/// </summary>
internal sealed class JournalOfHalves(IJournal journal) : KnownBadJournal(journal)
{
    private int _interrupted;

    public override async Task Append(StreamAppend append)
    {
        for (var i = 0; i < append.Events.Count; i++)
        {
            var version = append.ExpectedVersion + i;
            if (i > 0 && Interlocked.Exchange(ref _interrupted, 1) == 0)
            {
                throw new JournalConflictException(append.Stream, version);
            }

            await Good.Append(
                append with
                {
                    ExpectedVersion = version,
                    Events = [append.Events[i]],
                }
            );
        }
    }
}

/// <summary>Answers first and writes when the next append comes.</summary>
internal sealed class JournalThatAnswersEarly(IJournal journal) : KnownBadJournal(journal)
{
    private Func<Task> _late = () => Task.CompletedTask;

    public override async Task Append(StreamAppend append)
    {
        await _late();
        _late = () => Good.Append(append);
    }
}
