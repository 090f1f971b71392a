using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Commerce.Carts;
using Commerce.Customers;
using Commerce.FlashSales;
using Commerce.Inventory;
using Commerce.Payments;

namespace Commerce.Orders;

/// <summary>
/// What happened to an order. Stored for ever: add a case or a member, and never rename, reorder or
/// reuse one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Placed), "order.placed")]
[JsonDerivedType(typeof(Refused), "order.refused")]
[JsonDerivedType(typeof(RoundBegan), "order.round-began")]
[JsonDerivedType(typeof(Reserved), "order.reserved")]
[JsonDerivedType(typeof(Rejected), "order.rejected")]
[JsonDerivedType(typeof(PaymentAsked), "order.payment-asked")]
[JsonDerivedType(typeof(PaymentFailed), "order.payment-failed")]
[JsonDerivedType(typeof(PaymentUnknown), "order.payment-unknown")]
[JsonDerivedType(typeof(HoldsExtended), "order.holds-extended")]
[JsonDerivedType(typeof(Paid), "order.paid")]
[JsonDerivedType(typeof(LineReheld), "order.line-reheld")]
[JsonDerivedType(typeof(Confirmed), "order.confirmed")]
[JsonDerivedType(typeof(CancelAsked), "order.cancel-asked")]
[JsonDerivedType(typeof(Cancelled), "order.cancelled")]
[JsonDerivedType(typeof(Expired), "order.expired")]
[JsonDerivedType(typeof(Settled), "order.settled")]
[JsonDerivedType(typeof(Suspended), "order.suspended")]
[JsonDerivedType(typeof(Resumed), "order.resumed")]
[JsonDerivedType(typeof(PayerAsked), "order.payer-asked")]
public abstract record OrderEvent : IDomainEvent<OrderEvent>
{
    private OrderEvent() { }

    static JsonTypeInfo<OrderEvent> IDomainEvent<OrderEvent>.Json =>
        OrderEventJson.Default.OrderEvent;

    /// <summary>
    /// The quote as it was computed once, and the first attempt to pay it; whose it is, and a mark
    /// of the e-mail address it was bought with.
    /// </summary>
    public sealed record Placed(
        CartId Cart,
        int Generation,
        ImmutableArray<OrderLine> Lines,
        ShippingCharge Shipping,
        Totals Totals,
        TaxRate Tax,
        Country Country,
        string Contact,
        PaymentId Payment,
        string Token,
        ImmutableArray<SaleLimit>? Limits = null,
        string? Review = null,
        ImmutableArray<SaleLimit>? PaymentLimits = null,
        CustomerId? Account = null,
        string? EmailKey = null
    ) : OrderEvent;

    /// <summary>The cart gave it up before it was placed: it never will be.</summary>
    public sealed record Refused : OrderEvent;

    /// <summary>Not all lines could be held; once more, one after the other.</summary>
    public sealed record RoundBegan(int Round) : OrderEvent;

    /// <summary>Every line is held, at least until then.</summary>
    public sealed record Reserved(DateTimeOffset Until) : OrderEvent;

    public sealed record Rejected(string Code, string Detail, ImmutableArray<RejectionDatum> Facts)
        : OrderEvent;

    public sealed record PaymentAsked(
        int Attempt,
        PaymentId Payment,
        string Token,
        string? Key,
        string? Request,
        ImmutableArray<SaleLimit>? Limits = null
    ) : OrderEvent;

    public sealed record PaymentFailed(int Attempt, string Code) : OrderEvent;

    /// <summary>The provider has not said what became of it; it is asked until then.</summary>
    public sealed record PaymentUnknown(int Attempt, DateTimeOffset Until) : OrderEvent;

    public sealed record HoldsExtended(DateTimeOffset Until) : OrderEvent;

    /// <summary>The money is authorised; from here on the units are sold to it.</summary>
    public sealed record Paid(int Attempt, PaymentId Payment) : OrderEvent;

    /// <summary>
    /// A line's hold had run out, and is asked for once more under another round.
    /// </summary>
    public sealed record LineReheld(Sku Sku, int Round) : OrderEvent;

    public sealed record Confirmed : OrderEvent;

    public sealed record CancelAsked(string Reason, string? Key, string? Request) : OrderEvent;

    public sealed record Cancelled(string Reason, string? Key, string? Request) : OrderEvent;

    public sealed record Expired(string Code) : OrderEvent;

    /// <summary>All that the order held was given back, and its cart knows.</summary>
    public sealed record Settled : OrderEvent;

    public sealed record Suspended(string Reason) : OrderEvent;

    public sealed record Resumed(string Reason) : OrderEvent;

    /// <summary>The payer must agree at their bank first, and may until then.</summary>
    public sealed record PayerAsked(int Attempt, DateTimeOffset Until) : OrderEvent;
}

/// <summary>How order events are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(OrderEvent))]
public sealed partial class OrderEventJson : JsonSerializerContext;
