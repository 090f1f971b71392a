using System.Diagnostics;

namespace Commerce.EventSourcing;

/// <summary>
/// The one truth: an append-only store of events, a stream for each aggregate, whose tail is the
/// outbox of everything else.
/// </summary>
public interface IJournal
{
    /// <summary>
    /// Which history this is. A restored or promoted copy is another incarnation, in which
    /// positions of the first mean nothing.
    /// </summary>
    string Incarnation { get; }

    /// <summary>
    /// Whether so much waits to be written that new business is better sent away.
    /// </summary>
    bool IsFull { get; }

    /// <summary>
    /// The position of the newest event that the tail has; 0 when there is none. It may trail what
    /// was just appended by a moment, where several processes share the journal.
    /// </summary>
    long Head { get; }

    /// <summary>When that event happened.</summary>
    DateTimeOffset HeadAt { get; }

    /// <summary>The events of a stream that follow a version, oldest first.</summary>
    IAsyncEnumerable<RecordedEvent> Read(
        string stream,
        long after,
        CancellationToken cancellation = default
    );

    /// <summary>
    /// Makes all of the events durable or none, and with them their alarm. Throws
    /// <see cref="JournalConflictException"/> if the stream is not at the expected version, and
    /// <see cref="JournalUnavailableException"/> if nothing could be written.
    /// </summary>
    Task Append(StreamAppend append);

    /// <summary>
    /// Takes a stream that has come to its end out of the journal, with its alarm: for good, and
    /// without a trace. <c>false</c>, and nothing changes, where its newest version is another, or
    /// nothing came after it in other streams that all have heard of: the head stays where they
    /// found it. Only for what nobody appends to any more. Throws
    /// <see cref="JournalUnavailableException"/>.
    /// </summary>
    Task<bool> Remove(string stream, long version);

    /// <summary>
    /// Up to <paramref name="max"/> durable events of all streams that follow a position, in the
    /// order of their positions, which is also that of each stream's versions. Positions may have
    /// gaps; nothing will ever be found in one that was passed.
    /// </summary>
    ValueTask<IReadOnlyList<RecordedEvent>> ReadTail(long after, int max);

    /// <summary>
    /// As <see cref="ReadTail"/>, of one part only and up to a position, which may be the head's.
    /// </summary>
    ValueTask<IReadOnlyList<RecordedEvent>> ReadPart(int part, long after, long upTo, int max);

    /// <summary>The newest events of the tail, oldest first.</summary>
    ValueTask<IReadOnlyList<RecordedEvent>> ReadNewest(int max);

    /// <summary>Completes when there is an event after the position.</summary>
    Task WaitBeyond(long position, CancellationToken cancellation);
}

/// <summary>The events of one stream that land together.</summary>
/// <param name="Stream">The aggregate: <c>kind/id</c>.</param>
/// <param name="ExpectedVersion">The stream's newest version, or nothing lands.</param>
/// <param name="Events">
/// In order. May be empty when only the alarm changes: a crash may forget that change, and then the
/// alarm before it rings.
/// </param>
/// <param name="Alarm">What becomes of the stream's alarm; <c>null</c> leaves it as it is.</param>
/// <param name="Key">A subject's key that must be kept before anything sealed with it is.</param>
/// <param name="Callers">The spans whose decisions these are, as far as they are traced.</param>
public sealed record StreamAppend(
    string Stream,
    long ExpectedVersion,
    IReadOnlyList<NewEvent> Events,
    AlarmChange? Alarm = null,
    SubjectKey? Key = null,
    IReadOnlyList<ActivityContext>? Callers = null
);

/// <summary>An event on its way to the journal.</summary>
/// <param name="Kind">Its permanent name: <c>stock.held</c>.</param>
/// <param name="At">When it was decided, to the millisecond.</param>
/// <param name="Data">UTF-8 JSON of at most <see cref="SizeMax"/> bytes.</param>
public readonly record struct NewEvent(string Kind, DateTimeOffset At, ReadOnlyMemory<byte> Data)
{
    /// <summary>The largest event that the journal takes, in bytes.</summary>
    public const int SizeMax = 64 * 1024;
}

/// <summary>An event as the journal has it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.recorded-event")]
public sealed record RecordedEvent(
    long Position,
    string Stream,
    long Version,
    string Kind,
    DateTimeOffset At,
    ReadOnlyMemory<byte> Data
)
{
    /// <summary>
    /// The span of the append whose last event this is, as a W3C <c>traceparent</c>, if it was
    /// traced. Where one process keeps the journal, only what it appended of late has it.
    /// </summary>
    [Id(0)]
    public string? Trace { get; init; }
}

/// <summary>When the stream's grain is to be woken; <c>null</c>: never.</summary>
public readonly record struct AlarmChange(DateTimeOffset? Due);

/// <summary>Somebody's wrapped key, kept outside the journal so that it can be destroyed.</summary>
public sealed record SubjectKey(string Subject, ReadOnlyMemory<byte> Wrapped);
