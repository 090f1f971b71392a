using Commerce.FlashSales;
using Commerce.Inventory;

namespace Commerce.Orders;

/// <summary>
/// A line as it was sold. Net, tax and gross of all lines and of shipping sum to the order's.
/// </summary>
/// <param name="Total">Unit price times quantity.</param>
/// <param name="Discount">The line's part of the order's discounts, from zero to its total.</param>
/// <param name="Net">Without tax.</param>
/// <param name="Tax">The line's part of the order's tax.</param>
/// <param name="Gross">Net and tax: what the buyer pays for the line.</param>
/// <param name="Categories">
/// The slugs that its product was filed under when it was sold, divided by spaces.
/// </param>
/// <param name="Sale">The sale that its units are of; <c>null</c>: normal stock.</param>
[GenerateSerializer, Immutable, Alias("commerce.orders.order-line")]
public sealed record OrderLine(
    string Id,
    Sku Sku,
    string Product,
    string Name,
    int Quantity,
    Money UnitPrice,
    Money Total,
    Money Discount,
    Money Net,
    Money Tax,
    Money Gross,
    string? Categories = null,
    SaleHold? Sale = null
);
