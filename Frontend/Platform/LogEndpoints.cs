using System.Text.Json;
using Commerce.Http;

namespace Commerce.Platform;

/// <summary>The log of everything that happened, for whoever keeps books on this store.</summary>
internal static class LogEndpoints
{
    private const int EventsMax = 1_000;
    private const string List = "events";

    public static void MapLog(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/admin/v1/events", GetEvents)
            .RequireScope("ops:read")
            .WithTags("Platform")
            .Means("listEvents", "Everything that happened, from the beginning or a mark on.")
            .Answers<PageBody<LogItem>>(200)
            .AnswersOnly(304)
            .Waits()
            .Refuses(410, "cursor_expired");

    /// <summary>
    /// <c>page.next</c> is there while more events are, and <c>page.last</c> always: who sends it
    /// with <c>Prefer: wait=N</c> hears of what comes next.
    /// </summary>
    private static Task<IResult> GetEvents(
        string? after,
        [AsParameters] PageRequest page,
        HttpRequest request,
        IGrainFactory grains
    ) =>
        (page with { Cursor = after ?? page.Cursor }).Read(
            List,
            async (limit, mark) =>
            {
                var patience = request.Wait(otherwise: TimeSpan.Zero);
                var read = await grains.Log().Read(mark, limit, patience);
                return read.Match(log => new PageAnswer(log.Events.Select(Item))
                {
                    Next = log.HasMore ? page.Sign(List, log.Last) : null,
                    Last = page.Sign(List, log.Last),
                    CursorName = "after",
                });
            },
            EventsMax
        );

    /// <summary>An event as the log tells it, in JSON.</summary>
    public static ReadOnlyMemory<byte> Item(LogEntry entry)
    {
        using var item = new MemoryStream(entry.Json.Length + 256);
        using var json = new Utf8JsonWriter(item);
        json.WriteStartObject();
        json.WriteString("id", $"{entry.Stream}@{entry.Version}");
        json.WriteString("stream", entry.Stream);
        json.WriteNumber("version", entry.Version);
        json.WriteString("kind", entry.Kind);
        json.WriteString("time", UtcMilliseconds.Text(entry.At));
        json.WritePropertyName("data");
        json.WriteRawValue(entry.Json.Span);
        json.WriteEndObject();
        json.Flush();
        return item.GetBuffer().AsMemory(0, (int)item.Length);
    }
}
