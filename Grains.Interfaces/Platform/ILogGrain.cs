using System.Collections.Immutable;

namespace Commerce.Platform;

/// <summary>The log of everything that happened, in one order. Any key will do.</summary>
[Alias("commerce.log")]
public interface ILogGrain : IGrainWithStringKey
{
    /// <summary>
    /// Up to <paramref name="limit"/> events after a mark, or from the first; where there are none
    /// yet, waits for one as long as asked. Rejected with <c>cursor_expired</c> if the journal was
    /// restored since the mark was given.
    /// </summary>
    [Alias("read")]
    Task<Outcome<LogPage>> Read(string? after, int limit, TimeSpan patience);

    /// <summary>The last <paramref name="limit"/> events, oldest first.</summary>
    [Alias("read-newest")]
    Task<LogPage> ReadNewest(int limit);

    /// <summary>
    /// Up to <paramref name="limit"/> events of one stream that follow a version, oldest first.
    /// </summary>
    [Alias("read-stream")]
    Task<ImmutableArray<LogEntry>> ReadStream(string stream, long after, int limit);
}

/// <summary>Events that follow each other.</summary>
/// <param name="Last">The mark behind the last of them: what comes later is read after it.</param>
/// <param name="HasMore">Whether events that follow are there already.</param>
[GenerateSerializer, Immutable, Alias("commerce.log-page")]
public sealed record LogPage(ImmutableArray<LogEntry> Events, string Last, bool HasMore);

/// <summary>One event as it is stored.</summary>
/// <param name="Stream">What it happened to: <c>kind/id</c>.</param>
/// <param name="Version">Counts the stream's events from 1.</param>
/// <param name="Json">UTF-8 JSON, personal fields sealed.</param>
[GenerateSerializer, Immutable, Alias("commerce.log-entry")]
public sealed record LogEntry(
    string Stream,
    long Version,
    string Kind,
    DateTimeOffset At,
    ReadOnlyMemory<byte> Json
);

/// <summary>What the log may say no with.</summary>
public static class LogRejections
{
    public static Rejection CursorOutlived { get; } =
        new(
            "cursor_expired",
            RejectionKind.Gone,
            "The journal was restored since: read it from the beginning."
        );
}
