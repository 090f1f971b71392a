namespace Commerce.Orders;

/// <summary>
/// What an order comes to: always subtotal − discount + shipping + tax = total. Either tax or tax
/// included is zero.
/// </summary>
/// <param name="Subtotal">The lines at their prices, before discount.</param>
/// <param name="Shipping">Its price, in the terms the goods' prices are in.</param>
/// <param name="Tax">What comes on top, where prices are without tax.</param>
/// <param name="TaxIncluded">What the prices contain, where they are with tax.</param>
/// <param name="Total">What the buyer pays.</param>
[GenerateSerializer, Immutable, Alias("commerce.orders.totals")]
public sealed record Totals(
    Money Subtotal,
    Money Discount,
    Money Shipping,
    Money Tax,
    Money TaxIncluded,
    Money Total
);
