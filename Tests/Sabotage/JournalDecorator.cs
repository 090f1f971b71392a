using Commerce.EventSourcing;

namespace Commerce.Sabotage;

/// <summary>A journal like the one in it, but for what a fault makes of its appends.</summary>
internal abstract class JournalDecorator(IJournal inner) : IJournal
{
    public string Incarnation => inner.Incarnation;

    public bool IsFull => inner.IsFull;

    public long Head => inner.Head;

    public DateTimeOffset HeadAt => inner.HeadAt;

    public IAsyncEnumerable<RecordedEvent> Read(
        string stream,
        long after,
        CancellationToken cancellation = default
    ) => inner.Read(stream, after, cancellation);

    public abstract Task Append(StreamAppend append);

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadTail(long after, int max) =>
        inner.ReadTail(after, max);

    public Task<bool> Remove(string stream, long version) => inner.Remove(stream, version);

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadPart(
        int part,
        long after,
        long upTo,
        int max
    ) => inner.ReadPart(part, after, upTo, max);

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadNewest(int max) => inner.ReadNewest(max);

    public Task WaitBeyond(long position, CancellationToken cancellation) =>
        inner.WaitBeyond(position, cancellation);
}
