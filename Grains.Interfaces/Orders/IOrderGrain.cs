using System.Collections.Immutable;
using Commerce.Carts;
using Commerce.Customers;
using Commerce.FlashSales;
using Commerce.Inventory;
using Commerce.Payments;
using Commerce.Shipping;

namespace Commerce.Orders;

/// <summary>
/// One order and its checkout: stock is held before money moves, money is authorised before stock
/// is sold, and the order is confirmed when both are done. What goes wrong is undone, by whichever
/// silo, and nothing is done twice.
/// </summary>
[Alias("commerce.orders.order")]
public interface IOrderGrain : IAlarmed, IInformed, IProcess
{
    /// <summary>
    /// Places the order and drives it, and answers when it rests or after the patience. An order
    /// that is placed already is driven on and told. Rejected as <c>checkout_abandoned</c> if its
    /// cart gave it up before.
    /// </summary>
    [Alias("place")]
    Task<Outcome<OrderTold>> Place(OrderPlacement placement, TimeSpan patience);

    /// <summary>
    /// Pays by other means, as the attempt that the cart numbered, or (number 0) the next. Rejected
    /// with <c>payment_in_progress</c>, <c>payment_attempts_exhausted</c> and
    /// <c>invalid_transition</c> where the order awaits no payment.
    /// </summary>
    [Alias("pay")]
    Task<Outcome<OrderTold>> Pay(PaymentAttempt attempt, TimeSpan patience);

    [Alias("get")]
    Task<Outcome<OrderTold>> Get();

    /// <summary>The order when it is past that version, or as it is after the patience.</summary>
    [Alias("await")]
    Task<Outcome<OrderTold>> Await(
        long version,
        TimeSpan patience,
        CancellationToken cancellation = default
    );

    /// <summary>What its cart must know of it.</summary>
    [Alias("stand")]
    Task<OrderStanding> Stand();

    /// <summary>
    /// The same, and an order that was not placed cannot be placed any more: what was held for it
    /// of these SKUs is given back.
    /// </summary>
    [Alias("refuse-unless-placed")]
    Task<OrderStanding> RefuseUnlessPlaced(ImmutableArray<Sku> skus);

    /// <summary>
    /// Gives the cart back for editing: an order that awaits a payment nobody is making is
    /// cancelled. Rejected with <c>payment_in_progress</c> or <c>cart_completed</c> otherwise.
    /// </summary>
    [Alias("yield")]
    Task<Outcome<OrderStanding>> Yield();

    /// <summary>
    /// Cancels the order, and answers when that is done or after the patience (it is then
    /// <c>cancelling</c>). Rejected with <c>invalid_transition</c> once it has ended.
    /// </summary>
    [Alias("cancel")]
    Task<Outcome<OrderTold>> Cancel(RequestKey key, string reason, TimeSpan patience);

    /// <summary>
    /// The same, as an operator wants it. Rejected as <c>refund_required</c> where more was
    /// captured than one may give back alone: before that, another must agree to a refund.
    /// </summary>
    [Alias("cancel-as-operator")]
    Task<Outcome<OrderTold>> CancelAsOperator(
        RequestKey key,
        string reason,
        RefundTerms terms,
        TimeSpan patience
    );

    /// <summary>Blocks capture until it is resumed; only a confirmed order.</summary>
    [Alias("suspend")]
    Task<Outcome<OrderTold>> Suspend(string reason);

    [Alias("resume")]
    Task<Outcome<OrderTold>> Resume(string reason);

    /// <summary>
    /// As the payment does; <c>invalid_transition</c> unless the order is confirmed.
    /// </summary>
    [Alias("capture")]
    Task<Outcome<PaymentOperation>> Capture(RequestKey key, long? amount, TimeSpan patience);

    [Alias("void")]
    Task<Outcome<PaymentOperation>> Void(RequestKey key, TimeSpan patience);

    /// <summary>
    /// As the payment does, of an order that has captured money. What is more than one operator may
    /// give back alone waits for another: no money moves, and it is <c>AwaitingApproval</c>.
    /// </summary>
    [Alias("ask-refund")]
    Task<Outcome<PaymentOperation>> Refund(
        RequestKey key,
        long? amount,
        string reason,
        RefundTerms terms,
        TimeSpan patience
    );

    /// <summary>
    /// Another operator agrees to a refund, which is made then, or does not. Rejected as
    /// <c>four_eyes_required</c> for the one who asked for it, as <c>refund_expired</c> after a
    /// week, and as <c>refund_decided</c> if it was decided otherwise.
    /// </summary>
    [Alias("decide-refund")]
    Task<Outcome<PaymentOperation>> DecideRefund(
        RefundId refund,
        bool isApproved,
        string by,
        TimeSpan patience
    );

    /// <summary>What happened to the order after a version, as journalled.</summary>
    [Alias("events")]
    Task<ImmutableArray<OrderHappening>> GetEvents(long after);

    /// <summary>Whose order it is; <c>null</c>, if there is none.</summary>
    [Alias("buyer")]
    Task<OrderBuyer?> GetBuyer();

    /// <summary>The wrapped key of the buyer's sealed data; <c>null</c> once erased.</summary>
    [Alias("subject-key")]
    Task<ImmutableArray<byte>?> GetSubjectKey();
}

/// <summary>What an order is placed with.</summary>
/// <param name="Contact">The buyer's e-mail and address, sealed under <paramref
/// name="WrappedKey"/>.</param>
/// <param name="Limits">For each sale that it buys of: whose limits count, however it is
/// paid.</param>
/// <param name="Review">Why an operator should look at it before any money is taken.</param>
/// <param name="PaymentLimits">Whose limits count because of the means of payment, unless it is
/// declined.</param>
/// <param name="Account">Whose order it is; <c>null</c>: a guest's.</param>
/// <param name="EmailKey">A mark of the e-mail address, which tells nothing else.</param>
[GenerateSerializer, Immutable, Alias("commerce.orders.placement")]
public sealed record OrderPlacement(
    CartId Cart,
    int Generation,
    Currency Currency,
    ImmutableArray<PricedLine> Lines,
    Country Country,
    string Contact,
    ImmutableArray<byte> WrappedKey,
    string Token,
    ShippingMethod Shipping,
    ImmutableArray<SaleLimit> Limits = default,
    string? Review = null,
    ImmutableArray<SaleLimit> PaymentLimits = default,
    CustomerId? Account = null,
    string? EmailKey = null
);

/// <summary>A further payment of an order.</summary>
/// <param name="Key">The client's key, where the order keeps its record.</param>
/// <param name="Limits">Whose limits count because of these other means, unless they are
/// declined.</param>
[GenerateSerializer, Immutable, Alias("commerce.orders.payment-attempt")]
public sealed record PaymentAttempt(
    int Number,
    string Token,
    RequestKey? Key,
    ImmutableArray<SaleLimit> Limits = default
);

/// <summary>An order as it is told.</summary>
[GenerateSerializer, Immutable, Alias("commerce.orders.order-told")]
public sealed record OrderTold(
    OrderId Id,
    CartId Cart,
    OrderStatus Status,
    ImmutableArray<OrderLine> Lines,
    Totals Totals,
    Country Country,
    string Contact,
    ImmutableArray<AttemptTold> Attempts,
    ImmutableArray<PaymentStanding> Payments,
    Rejection? Reason,
    DateTimeOffset CreatedAt,
    long Version,
    bool IsReplay = false,
    ImmutableArray<RefundAsk> Refunds = default
);

/// <summary>One attempt to pay, and what became of it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.orders.attempt-told")]
public sealed record AttemptTold(
    int Number,
    PaymentId Payment,
    AttemptOutcome Outcome,
    string? DeclineCode,
    string? Key
);

[GenerateSerializer, Alias("commerce.orders.attempt-outcome")]
public enum AttemptOutcome
{
    Out = 1,
    Declined = 2,
    Authorized = 3,
}

[GenerateSerializer, Alias("commerce.orders.status")]
public enum OrderStatus
{
    Placing = 1,
    AwaitingPayment = 2,
    PaymentPending = 3,
    Securing = 4,
    Confirmed = 5,
    Suspended = 6,
    Cancelling = 7,
    Rejected = 8,
    Expired = 9,
    Cancelled = 10,
}

/// <param name="Attempts">How many attempts to pay it has seen begin.</param>
[GenerateSerializer, Immutable, Alias("commerce.orders.standing")]
public sealed record OrderStanding(OrderId Order, OrderPhase Phase, int Attempts);

/// <summary>What a cart makes of its order.</summary>
[GenerateSerializer, Alias("commerce.orders.phase")]
public enum OrderPhase
{
    /// <summary>Nobody has placed it.</summary>
    Unknown = 1,

    /// <summary>On its way.</summary>
    Busy = 2,

    /// <summary>Waiting for another payment; no attempt is out.</summary>
    AwaitingPayment = 3,
    Confirmed = 4,

    /// <summary>Rejected, expired or cancelled: the cart is free.</summary>
    Ended = 5,
}

/// <summary>Whose order it is.</summary>
/// <param name="Account">The customer's; <c>null</c>: a guest's.</param>
/// <param name="EmailKey">A mark of the e-mail address it was bought with.</param>
[GenerateSerializer, Immutable, Alias("commerce.orders.buyer")]
public sealed record OrderBuyer(CustomerId? Account, string? EmailKey)
{
    /// <summary>
    /// Whether it is that customer's: they bought it, or a guest did with an e-mail address that is
    /// known to be theirs.
    /// </summary>
    public bool Is(CustomerId customer, string? verifiedEmailKey) =>
        Account == customer
        || (Account is null && EmailKey is not null && EmailKey == verifiedEmailKey);
}

/// <summary>One event of an order, for those who watch it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.orders.happening")]
public sealed record OrderHappening(
    long Version,
    string Kind,
    DateTimeOffset At,
    OrderStatus Status
);
