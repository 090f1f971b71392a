using Commerce.Orders;

namespace Commerce.Privacy;

/// <summary>Until when an order needs its buyer.</summary>
public static class OrderRetention
{
    /// <summary>How soon to look at an order again that is on its way to its end.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Until when at least the order's buyer must be known; <c>null</c>: no longer. What came to
    /// nothing needs nobody; what was bought must arrive, and may be sent back.
    /// </summary>
    /// <param name="kept">For how long after it was placed what was bought keeps its buyer.</param>
    public static DateTimeOffset? NeededUntil(OrderTold order, TimeSpan kept, DateTimeOffset now) =>
        order.Status switch
        {
            OrderStatus.Rejected or OrderStatus.Expired or OrderStatus.Cancelled => null,
            OrderStatus.Confirmed or OrderStatus.Suspended => order.CreatedAt + kept is var end
            && end > now
                ? end
                : null,
            _ => now + Soon,
        };
}
