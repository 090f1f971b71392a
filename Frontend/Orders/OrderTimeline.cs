using System.Text.Json;
using Commerce.Http;

namespace Commerce.Orders;

/// <summary>All that happened to an order, and how it stood after each of that.</summary>
internal static class OrderTimeline
{
    /// <summary>Events told at once: more than any order has.</summary>
    private const int EventsMax = 1_000;

    public static void MapTimeline(this IEndpointRouteBuilder orders) =>
        orders
            .MapGet("/events", Get)
            .RequireScope("orders:read")
            .Means("getOrderTimeline", "What happened to an order; replayed: how it stood then.")
            .Answers<TimelineBody>(200)
            .Refuses(404, "not_found");

    private static async Task<IResult> Get(OrderId id, bool? replay, IGrainFactory grains)
    {
        var events = await grains.Log().ReadStream($"order/{id}", after: 0, EventsMax);
        if (events.IsEmpty)
            return OutcomeResults.NotFound;

        var moments =
            replay is true && grains.Inspected("order", id.Value) is { } order
                ? await order.Replay(after: 0, EventsMax)
                : [];
        var states = moments.ToDictionary(moment => moment.Version, moment => moment.State);
        return new Answer<TimelineBody>(
            new([
                .. events.Select(each => new TimelineItem(
                    each.Version,
                    each.Kind,
                    each.At,
                    JsonElement.Parse(each.Json.Span),
                    states.TryGetValue(each.Version, out var state)
                        ? JsonElement.Parse(state.Span)
                        : null
                )),
            ])
        );
    }
}

internal sealed record TimelineBody(IReadOnlyList<TimelineItem> Data);

/// <param name="Data">The event as it is stored: what is personal in it is sealed.</param>
/// <param name="State">How the order stood after it, where that was asked for.</param>
internal sealed record TimelineItem(
    long Version,
    string Kind,
    DateTimeOffset Time,
    JsonElement Data,
    JsonElement? State = null
);
