using Commerce.EventSourcing;
using Commerce.Inventory;
using static Commerce.Orders.OrderEvent;

namespace Commerce.Orders;

/// <summary>
/// The steps of the checkout: what is next, and what each outcome of a step means.
/// </summary>
public sealed partial record Order
{
    /// <summary>
    /// What is to be done next; <c>null</c> while there is nothing to do but wait.
    /// </summary>
    public CheckoutStep? Step(DateTimeOffset now) =>
        Status switch
        {
            OrderStatus.Placing => CheckoutStep.Hold,
            OrderStatus.AwaitingPayment when IsAttemptOut => CheckoutStep.Pay,
            OrderStatus.AwaitingPayment when HeldUntil <= now => CheckoutStep.Expire,
            OrderStatus.PaymentPending => CheckoutStep.Pay,
            OrderStatus.Securing => CheckoutStep.Secure,
            OrderStatus.Cancelling => CheckoutStep.TakeBack,
            OrderStatus.Rejected or OrderStatus.Expired or OrderStatus.Cancelled when IsUnsettled =>
                CheckoutStep.Settle,
            _ => null,
        };

    /// <summary>Every line is held; <c>false</c> if the order is no longer there for it.</summary>
    public Decision<bool, OrderEvent> Reserve(DateTimeOffset until) =>
        Status is OrderStatus.Placing ? (true, new Reserved(until)) : false;

    public Decision<bool, OrderEvent> BeginRound(int round) =>
        Status is OrderStatus.Placing && Rounds.Values.All(each => each < round)
            ? (true, new RoundBegan(round))
            : false;

    public Decision<bool, OrderEvent> Reject(Rejection reason) =>
        Status is OrderStatus.Placing
            ? (
                true,
                new Rejected(reason.Code, reason.Detail, reason.Data.IsDefault ? [] : reason.Data)
            )
            : false;

    public Decision<bool, OrderEvent> Extend(DateTimeOffset until) =>
        until > HeldUntil ? (true, new HoldsExtended(until)) : false;

    /// <summary>
    /// The attempt was authorised: the units may be sold, unless someone cancelled.
    /// </summary>
    public Decision<bool, OrderEvent> Approve(int attempt) =>
        IsAttemptOut && Attempts[^1].Number == attempt && Status is not OrderStatus.Placing
            ? (true, new Paid(attempt, Attempts[^1].Payment))
            : false;

    public Decision<bool, OrderEvent> Decline(int attempt, string code) =>
        IsAttemptOut && Attempts[^1].Number == attempt && Status is not OrderStatus.Placing
            ? (true, new PaymentFailed(attempt, code))
            : false;

    /// <summary>The payer must agree first: until then there is nothing to do here.</summary>
    public Decision<bool, OrderEvent> AwaitPayer(int attempt, DateTimeOffset until) =>
        Status is OrderStatus.AwaitingPayment
        && IsAttemptOut
        && Attempts[^1].Number == attempt
        && ActUntil != until
            ? (true, new PayerAsked(attempt, until))
            : false;

    /// <summary>
    /// Nobody knows what became of the attempt: it is asked after for an hour in all.
    /// </summary>
    public Decision<bool, OrderEvent> Doubt(int attempt) =>
        Status is OrderStatus.AwaitingPayment && IsAttemptOut
            ? (true, new PaymentUnknown(attempt, CreatedAt + HoldLifeMax - PaymentMargin))
            : false;

    public Decision<bool, OrderEvent> Rehold(Sku sku) =>
        Status is OrderStatus.Securing ? (true, new LineReheld(sku, Rounds[sku] + 1)) : false;

    public Decision<bool, OrderEvent> Confirm() =>
        Status is not OrderStatus.Securing ? false
        : Review is null ? (true, new Confirmed())
        : new Decision<bool, OrderEvent>(true, [new Confirmed(), new Suspended(Review)]);

    /// <summary>Ends an order that cannot go on; what it holds is given back after that.</summary>
    public Decision<bool, OrderEvent> Expire(string code) =>
        Status is OrderStatus.AwaitingPayment or OrderStatus.PaymentPending or OrderStatus.Securing
            ? (true, new Expired(code))
            : false;

    public Decision<bool, OrderEvent> FinishCancel() =>
        Status is OrderStatus.Cancelling
            ? (true, new Cancelled(CancelReason, CancelKey?.Key, CancelKey?.Request))
            : false;

    public Decision<bool, OrderEvent> Settle() => IsUnsettled ? (true, new Settled()) : false;
}

/// <summary>What the driver of a checkout does next.</summary>
public enum CheckoutStep
{
    /// <summary>Hold every line.</summary>
    Hold,

    /// <summary>Have the money authorised, or find out whether it was.</summary>
    Pay,

    /// <summary>Sell every hold.</summary>
    Secure,

    /// <summary>Nobody paid in time.</summary>
    Expire,

    /// <summary>Give the money back, whatever became of it.</summary>
    TakeBack,

    /// <summary>Give the units back, and the cart.</summary>
    Settle,
}
