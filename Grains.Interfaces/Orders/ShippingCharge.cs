using Commerce.Shipping;

namespace Commerce.Orders;

/// <summary>What an order pays for shipping, taxed as its goods are.</summary>
/// <param name="Rate">Where it goes, and the price before tax was told apart.</param>
/// <param name="Net">Without tax.</param>
/// <param name="Tax">Shipping's part of the order's tax.</param>
/// <param name="Gross">Net and tax.</param>
[GenerateSerializer, Immutable, Alias("commerce.orders.shipping-charge")]
public sealed record ShippingCharge(ShippingRate Rate, Money Net, Money Tax, Money Gross);
