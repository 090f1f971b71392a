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
        [
            .. from limit in order.Limits
            from key in limit.Keys
            from line in order.Lines
            where line.Sale?.Sale == limit.Sale
            select new SaleClaim(limit, key, line.Id, line.Quantity, line.Sale!),
        ];
}
