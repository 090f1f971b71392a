using Commerce.FlashSales;
using Commerce.Inventory;

namespace Commerce.Orders;

/// <summary>What a buyer wants, at its price, before discount and tax.</summary>
/// <param name="Id">Names the line within its cart and order.</param>
/// <param name="Quantity">At least 1.</param>
/// <param name="UnitPrice">Zero or more, as shown in the shop.</param>
/// <param name="Categories">The slugs that its product is filed under, divided by spaces.</param>
/// <param name="Sale">The sale that its units are of; <c>null</c>: normal stock.</param>
[GenerateSerializer, Immutable, Alias("commerce.orders.priced-line")]
public sealed record PricedLine(
    string Id,
    Sku Sku,
    string Product,
    string Name,
    int Quantity,
    Money UnitPrice,
    string? Categories = null,
    SaleHold? Sale = null
)
{
    /// <exception cref="OverflowException">No amount of money is that large.</exception>
    public Money Total() => UnitPrice * Quantity;
}
