using System.Collections.Immutable;
using Commerce.FlashSales;

namespace Commerce.Orders;

/// <summary>What a line claims of what a sale allows one identity of the buyer.</summary>
/// <param name="Key">The identity, as a hash.</param>
/// <param name="Line">The id of the line.</param>
/// <param name="Attempt">Which attempt to pay has that identity; <c>null</c>: the buyer.</param>
internal readonly record struct SaleClaim(
    SaleLimit Limit,
    string Key,
    string Line,
    int Units,
    SaleHold Hold,
    int? Attempt
)
{
    /// <summary>The claim that the cart has made for the same units, in the same ledger.</summary>
    public string? Replaces => Key == Hold.LimitKey ? Hold.Hold.ToString() : null;

    /// <summary>Each attempt claims under a name of its own: those declined gave back.</summary>
    public string HolderIn(OrderId order) =>
        Attempt is { } attempt ? $"{order.Value}/{Line}/{attempt}" : $"{order.Value}/{Line}";

    /// <summary>What an order claims for its buyer.</summary>
    public static IEnumerable<SaleClaim> Of(Order order) => Of(order, order.Limits, null);

    /// <summary>What it claims because of an attempt to pay, and not for its buyer.</summary>
    public static IEnumerable<SaleClaim> Of(Order order, OrderAttempt attempt) =>
        from claim in Of(order, attempt.Limits, attempt.Number)
        where
            !order.Limits.Any(own =>
                own.Sale == claim.Limit.Sale && own.Keys.Contains(claim.Key, StringComparer.Ordinal)
            )
        select claim;

    private static IEnumerable<SaleClaim> Of(
        Order order,
        ImmutableArray<SaleLimit> limits,
        int? attempt
    ) =>
        from limit in limits
        from key in limit.Keys
        from line in order.Lines
        where line.Sale?.Sale == limit.Sale
        select new SaleClaim(limit, key, line.Id, line.Quantity, line.Sale!, attempt);
}
