using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Commerce.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.Orders;

/// <summary>
/// What happened to an order, as a list, or live: each event carries the version.
/// </summary>
internal static class OrderEvents
{
    /// <summary>The media type of what comes live.</summary>
    public const string Live = "text/event-stream";

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    public static async Task<IResult> Watch(
        OrderId id,
        HttpContext http,
        IGrainFactory grains,
        Departure departure,
        IOptions<JsonOptions> json
    )
    {
        var after = LastSeen(http.Request);
        var wantsLive = http
            .Request.Headers.Accept.ToString()
            .Contains(Live, StringComparison.OrdinalIgnoreCase);
        if (!wantsLive)
        {
            var events = await grains.Order(id).GetEvents(after);
            return new Answer<HappeningsBody>(new([.. events.Select(HappeningBody.From)]));
        }

        using var end = LiveAnswer.End(http, departure);
        await Stream(grains.Order(id), after, http, json.Value.SerializerOptions, end.Token);
        return TypedResults.Empty;
    }

    private static async Task Stream(
        IOrderGrain order,
        long after,
        HttpContext http,
        JsonSerializerOptions json,
        CancellationToken end
    )
    {
        http.Response.ContentType = Live;
        http.Response.Headers.CacheControl = "private, no-store";
        while (!end.IsCancellationRequested)
        {
            var events = await order.GetEvents(after);
            await Write(events, http, json);
            after = events.IsEmpty ? after : events[^1].Version;
            try
            {
                await order.Await(after, Heartbeat, end);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                // Nobody watches any more, or it is time to come back.
            }
        }
    }

    private static async Task Write(
        ImmutableArray<OrderHappening> events,
        HttpContext http,
        JsonSerializerOptions json
    )
    {
        // A comment keeps the line open, and shows that nobody is there any more.
        var text = events.IsEmpty ? ":\n\n" : "";
        foreach (var each in events)
        {
            var data = JsonSerializer.Serialize(HappeningBody.From(each), json);
            text += $"id: {each.Version}\nevent: {each.Kind}\ndata: {data}\n\n";
        }

        await http.Response.WriteAsync(text, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    private static long LastSeen(HttpRequest request) =>
        long.TryParse(
            request.Headers["Last-Event-ID"].ToString(),
            CultureInfo.InvariantCulture,
            out var version
        )
            ? version
            : 0;
}
