using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Commerce.Customers;
using Commerce.FlashSales;
using Commerce.Inventory;
using Commerce.Orders;
using Commerce.Shipping;

namespace Commerce.Carts;

/// <summary>
/// What happened to a cart. Stored for ever: add a case or a member, and never rename, reorder or
/// reuse one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Opened), "cart.opened")]
[JsonDerivedType(typeof(LineAdded), "cart.line-added")]
[JsonDerivedType(typeof(QuantitySet), "cart.quantity-set")]
[JsonDerivedType(typeof(LineRemoved), "cart.line-removed")]
[JsonDerivedType(typeof(ShippingChosen), "cart.shipping-chosen")]
[JsonDerivedType(typeof(CheckoutStarted), "cart.checkout-started")]
[JsonDerivedType(typeof(CheckoutContinues), "cart.checkout-continues")]
[JsonDerivedType(typeof(Reopened), "cart.reopened")]
[JsonDerivedType(typeof(Completed), "cart.completed")]
[JsonDerivedType(typeof(Expired), "cart.expired")]
[JsonDerivedType(typeof(Discarded), "cart.discarded")]
[JsonDerivedType(typeof(Suspected), "cart.suspected")]
[JsonDerivedType(typeof(MoveBegan), "cart.move-began")]
[JsonDerivedType(typeof(Moved), "cart.moved")]
[JsonDerivedType(typeof(Absorbed), "cart.absorbed")]
public abstract record CartEvent : IDomainEvent<CartEvent>
{
    private CartEvent() { }

    static JsonTypeInfo<CartEvent> IDomainEvent<CartEvent>.Json => CartEventJson.Default.CartEvent;

    public sealed record Opened(Currency Currency, CustomerId? Customer = null) : CartEvent;

    /// <summary>So many units more, at a price that is promised until then.</summary>
    public sealed record LineAdded(
        string Line,
        Sku Sku,
        string Product,
        string Name,
        int Quantity,
        Money UnitPrice,
        DateTimeOffset LockedUntil,
        string? Key = null,
        string? Request = null,
        string? Categories = null,
        SaleHold? Sale = null
    ) : CartEvent;

    public sealed record QuantitySet(
        string Line,
        int Quantity,
        string Name,
        Money UnitPrice,
        DateTimeOffset LockedUntil
    ) : CartEvent;

    public sealed record LineRemoved(string Line) : CartEvent;

    public sealed record ShippingChosen(Country Country, ShippingMethod Method) : CartEvent;

    /// <summary>
    /// The cart is frozen for that order, and this is the record of the key: it leads to that
    /// attempt for ever.
    /// </summary>
    public sealed record CheckoutStarted(
        int Generation,
        OrderId Order,
        int Attempt,
        string Key,
        string Request
    ) : CartEvent;

    /// <summary>The order was asked and is still on its way; ask again then.</summary>
    public sealed record CheckoutContinues(DateTimeOffset AskAt) : CartEvent;

    public sealed record Reopened(int Generation) : CartEvent;

    public sealed record Completed(OrderId Order) : CartEvent;

    public sealed record Expired : CartEvent;

    public sealed record Discarded : CartEvent;

    /// <summary>It did what no person does: its orders are looked at before any capture.</summary>
    public sealed record Suspected(string Reason) : CartEvent;

    /// <summary>
    /// A guest's cart is a customer's from here on: what it has goes into that cart of theirs. Said
    /// again where that one was over before it heard of it.
    /// </summary>
    public sealed record MoveBegan(CustomerId Customer, CartId Into, MergeMode Mode) : CartEvent;

    /// <summary>The customer's cart has what it could take.</summary>
    public sealed record Moved(ImmutableArray<CartAdjustment> Adjustments) : CartEvent;

    /// <summary>What that guest's cart had came into this one, beside this event.</summary>
    public sealed record Absorbed(CartId From, ImmutableArray<CartAdjustment> Adjustments)
        : CartEvent;
}

/// <summary>How cart events are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(CartEvent))]
public sealed partial class CartEventJson : JsonSerializerContext;
