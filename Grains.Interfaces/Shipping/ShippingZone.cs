namespace Commerce.Shipping;

/// <summary>How far a parcel goes from the shop's home, Germany.</summary>
[GenerateSerializer, Alias("commerce.shipping.zone")]
public enum ShippingZone
{
    /// <summary>Germany.</summary>
    Home = 1,

    /// <summary>The other members of the European Union.</summary>
    EuropeanUnion = 2,

    /// <summary>The rest of Europe, as the United Nations count it (M49).</summary>
    Europe = 3,

    World = 4,
}
