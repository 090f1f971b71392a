using System.Collections.Immutable;
using Commerce.FlashSales;

namespace Commerce.Orders;

/// <summary>What a line claims of what a sale allows one identity of the buyer.</summary>
/// <param name="Key">The identity, as a hash.</param>
/// <param name="Line">The id of the line.</param>
internal readonly record struct SaleClaim(
    SaleLimit Limit,
    string Key,
    string Line,
    int Units,
    SaleHold Hold
)
{
    /// <summary>The claim that the cart has made for the same units, in the same ledger.</summary>
    public string? Replaces => Key == Hold.LimitKey ? Hold.Hold.ToString() : null;

    public static ImmutableArray<SaleClaim> Of(Order order) =>
        Of(order.Limits, order.Lines.Select(line => (line.Id, line.Quantity, line.Sale)));

    public static ImmutableArray<SaleClaim> Of(OrderPlacement placement) =>
        placement.Limits.IsDefault
            ? []
            : Of(
                placement.Limits,
                placement.Lines.Select(line => (line.Id, line.Quantity, line.Sale))
            );

    private static ImmutableArray<SaleClaim> Of(
        ImmutableArray<SaleLimit> limits,
        IEnumerable<(string Id, int Quantity, SaleHold? Sale)> lines
    ) =>
        [
            .. from limit in limits
            from key in limit.Keys
            from line in lines
            where line.Sale?.Sale == limit.Sale
            select new SaleClaim(limit, key, line.Id, line.Quantity, line.Sale!),
        ];
}
