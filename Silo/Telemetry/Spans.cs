using System.Diagnostics;
using Commerce.EventSourcing;
using Commerce.Journal;

namespace Commerce.Telemetry;

/// <summary>
/// The store's own spans: what a request waits for between its grain and the disk, and what comes
/// of its events. Where nobody listens, there are none.
/// </summary>
internal static class Spans
{
    public const string Source = "Commerce";

    /// <summary>A span keeps no more of them.</summary>
    private const int LinksMax = 128;

    private static readonly ActivitySource Own = new(Source);

    /// <summary>
    /// Of the commit that the traced appends of a batch share. It belongs to the first of them, and
    /// all are linked to it.
    /// </summary>
    public static Activity? Commit(List<PendingAppend> batch)
    {
        if (!Own.HasListeners())
        {
            return null;
        }

        var appends = batch.Select(each => each.BeginSpan()).OfType<Activity>().ToList();
        if (appends.Count == 0)
        {
            return null;
        }

        var origins = appends.Select(each => each.Context);
        var commit = Start("journal.commit", ActivityKind.Internal, origins);
        if (commit is not null)
        {
            commit.SetTag("commerce.journal.appends", batch.Count);
            appends.ForEach(each => each.AddLink(new(commit.Context)));
        }

        return commit;
    }

    /// <summary>Of an append, from when its first caller wished for it.</summary>
    public static Activity? Append(StreamAppend append, DateTimeOffset at)
    {
        if (append.Callers is not { } callers)
        {
            return null;
        }

        var span = Start("journal.append", ActivityKind.Internal, callers, at);
        if (span is not null)
        {
            span.SetTag("commerce.stream", append.Stream);
            span.SetTag("commerce.journal.events", append.Events.Count);
        }

        return span;
    }

    /// <summary>Of a consumer that takes a batch in which there are traced events.</summary>
    public static Activity? Apply(string consumer, IReadOnlyList<RecordedEvent> events)
    {
        if (!Own.HasListeners())
        {
            return null;
        }

        var origins = events.Select(Origin).OfType<ActivityContext>().Take(LinksMax).ToList();
        return origins.Count == 0
            ? null
            : Start("tail.apply", ActivityKind.Consumer, origins)
                ?.SetTag("commerce.consumer", consumer)
                .SetTag("commerce.journal.events", events.Count);
    }

    /// <summary>Of a call to a grain or to somebody else.</summary>
    public static Activity? Call(string name) => Own.StartActivity(name, ActivityKind.Client);

    /// <summary>Of a grain's answer to a call that is traced.</summary>
    public static Activity? Answer(string name, ActivityContext caller) =>
        Own.StartActivity(name, ActivityKind.Server, caller);

    private static ActivityContext? Origin(RecordedEvent recorded) =>
        ActivityContext.TryParse(recorded.Trace, traceState: null, isRemote: true, out var span)
            ? span
            : null;

    /// <summary>What comes of several belongs to the first and is linked to all.</summary>
    private static Activity? Start(
        string name,
        ActivityKind kind,
        IEnumerable<ActivityContext> origins,
        DateTimeOffset at = default
    )
    {
        ActivityLink[] links = [.. origins.Take(LinksMax).Select(each => new ActivityLink(each))];
        return Own.StartActivity(name, kind, links[0].Context, links: links, startTime: at);
    }
}
