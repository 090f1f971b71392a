using System.Collections.Immutable;
using System.Globalization;
using Commerce.EventSourcing;
using Orleans.Concurrency;

namespace Commerce.Platform;

// Reentrant, so that those who wait hold up nobody: it has no state that could change meanwhile.
[GrainType("log"), StatelessWorker, Reentrant]
public sealed class LogGrain(IJournal journal, TimeProvider time) : Grain, ILogGrain
{
    /// <summary>How far a silo may be behind another that gave a mark.</summary>
    private static readonly TimeSpan BehindMax = TimeSpan.FromSeconds(5);

    public async Task<Outcome<LogPage>> Read(string? after, int limit, TimeSpan patience)
    {
        if (PositionOf(after) is not { } position)
        {
            return LogRejections.CursorOutlived;
        }

        if (position > journal.Head)
        {
            // Another silo gave the mark, who had heard more.
            await UntilBeyond(position - 1, BehindMax);
            if (position > journal.Head)
                return LogRejections.CursorOutlived;
        }

        if (position == journal.Head && patience > TimeSpan.Zero)
        {
            await UntilBeyond(position, patience);
        }

        return Page(await journal.ReadTail(position, limit), position);
    }

    public async Task<LogPage> ReadNewest(int limit) =>
        Page(await journal.ReadNewest(limit), after: 0);

    public async Task<ImmutableArray<LogEntry>> ReadStream(string stream, long after, int limit)
    {
        var events = ImmutableArray.CreateBuilder<LogEntry>();
        await foreach (var recorded in journal.Read(stream, after))
        {
            events.Add(Entry(recorded));
            if (events.Count == limit)
                break;
        }

        return events.ToImmutable();
    }

    private LogPage Page(IReadOnlyList<RecordedEvent> events, long after)
    {
        var last = events is [.., var newest] ? newest.Position : after;
        return new LogPage(
            [.. events.Select(each => Entry(each))],
            string.Create(CultureInfo.InvariantCulture, $"{journal.Incarnation}:{last}"),
            last < journal.Head
        );
    }

    private static LogEntry Entry(RecordedEvent recorded) =>
        new(recorded.Stream, recorded.Version, recorded.Kind, recorded.At, recorded.Data);

    /// <summary>
    /// The position that a mark means; <c>null</c> where it is of another history.
    /// </summary>
    private long? PositionOf(string? mark) =>
        mark is null ? 0
        : mark.Split(':') is [var incarnation, var text]
        && incarnation == journal.Incarnation
        && long.TryParse(text, CultureInfo.InvariantCulture, out var position)
            ? position
        : null;

    private async Task UntilBeyond(long position, TimeSpan patience)
    {
        using var timeUp = new CancellationTokenSource(patience, time);
        try
        {
            await journal.WaitBeyond(position, timeUp.Token);
        }
        catch (OperationCanceledException)
        {
            // Nothing came: an empty page says so.
        }
    }
}
