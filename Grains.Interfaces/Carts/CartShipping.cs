using System.Collections.Immutable;
using Commerce.Orders;
using Commerce.Shipping;

namespace Commerce.Carts;

/// <summary>Where a cart's order is to go, and how.</summary>
[GenerateSerializer, Immutable, Alias("commerce.carts.shipping")]
public sealed record CartShipping(Country Country, ShippingMethod Method);

/// <summary>How a cart could be sent to a country.</summary>
/// <param name="Options">None where the shop does not ship, and of a cart with nothing in
/// it.</param>
[GenerateSerializer, Immutable, Alias("commerce.carts.shipping-options")]
public sealed record CartShippingOptions(
    Country Country,
    ImmutableArray<CartShippingOption> Options
);

/// <summary>One of the ways to send it, and what the cart's order would come to with it.</summary>
/// <param name="IsTaken">Whether a checkout of the cart as it is would take it.</param>
[GenerateSerializer, Immutable, Alias("commerce.carts.shipping-option")]
public sealed record CartShippingOption(OfferedShipping Shipping, Totals Totals, bool IsTaken);
