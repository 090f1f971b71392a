namespace Commerce.Shipping;

/// <summary>A way in which the shop sends parcels.</summary>
/// <param name="Name">What shoppers call it, in English.</param>
[GenerateSerializer, Immutable, Alias("commerce.shipping.offered")]
public sealed record OfferedShipping(ShippingMethod Method, string Name);
