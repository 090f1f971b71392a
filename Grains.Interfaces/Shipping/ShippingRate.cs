namespace Commerce.Shipping;

/// <summary>What sending an order to a zone costs, in the terms the goods' prices are in.</summary>
/// <param name="Price">Zero or more.</param>
/// <param name="Method">How it travels; <c>null</c> from before there was a choice.</param>
[GenerateSerializer, Immutable, Alias("commerce.shipping.rate")]
public sealed record ShippingRate(ShippingZone Zone, Money Price, ShippingMethod? Method = null);
