using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.Carts;

/// <summary>
/// What happened to which cart is a customer's. Stored for ever: add a case or a member, and never
/// rename, reorder or reuse one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Begun), "customer-cart.begun")]
public abstract record CustomerCartEvent : IDomainEvent<CustomerCartEvent>
{
    private CustomerCartEvent() { }

    static JsonTypeInfo<CustomerCartEvent> IDomainEvent<CustomerCartEvent>.Json =>
        CustomerCartEventJson.Default.CustomerCartEvent;

    /// <summary>The customer's cart is this one from here on.</summary>
    public sealed record Begun(CartId Cart) : CustomerCartEvent;
}

/// <summary>How a customer's carts are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CustomerCartEvent))]
public sealed partial class CustomerCartEventJson : JsonSerializerContext;
