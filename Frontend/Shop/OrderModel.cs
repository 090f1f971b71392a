using Commerce.Orders;
using Commerce.Payments;

namespace Commerce.Shopping;

/// <summary>An order as its page shows it.</summary>
/// <param name="Email">Who bought it; <c>null</c> once they were forgotten.</param>
/// <param name="Address">Where it goes, line by line.</param>
/// <param name="Token">The card that is chosen to begin with.</param>
/// <param name="Key">The forms' own: sent twice, they act once.</param>
public sealed record OrderModel(
    OrderTold Order,
    string? Email,
    IReadOnlyList<string> Address,
    string Token,
    string Key,
    Said? Said
)
{
    /// <summary>Whether it goes on by itself, soon.</summary>
    public bool IsMoving =>
        IsPaying
        || Order.Status is OrderStatus.Placing or OrderStatus.Securing or OrderStatus.Cancelling;

    /// <summary>Whether it can be paid by another card.</summary>
    public bool AwaitsPayment => Order.Status is OrderStatus.AwaitingPayment && !IsPaying;

    public bool CanCancel =>
        Order.Status
            is OrderStatus.AwaitingPayment
                or OrderStatus.PaymentPending
                or OrderStatus.Confirmed;

    /// <summary>Where the payer must go to agree, while they must.</summary>
    public string? NextAction => IsPaying ? Order.Payments.LastOrDefault()?.NextAction : null;

    /// <summary>How the page looks: <c>good</c>, <c>bad</c>, or <c>wait</c>.</summary>
    public string Mood =>
        Order.Status switch
        {
            _ when IsMoving => "wait",
            OrderStatus.Confirmed => "good",
            OrderStatus.AwaitingPayment => "bad",
            _ => "ended",
        };

    public string Title =>
        Order.Status switch
        {
            _ when NextAction is not null => "Your bank asks you to confirm",
            _ when IsPaying => "Waiting for your bank",
            OrderStatus.Placing => "Reserving your items",
            OrderStatus.AwaitingPayment => "Your payment did not go through",
            OrderStatus.Securing => "Packing up your order",
            OrderStatus.Confirmed => "Thank you! Your order is confirmed",
            OrderStatus.Suspended => "Your order is on hold",
            OrderStatus.Cancelling => "Cancelling your order",
            OrderStatus.Rejected => "We could not take your order",
            OrderStatus.Expired => "Your order has run out",
            _ => "Your order is cancelled",
        };

    public string Text =>
        Order.Status switch
        {
            _ when NextAction is not null =>
                "Nothing is charged before you do. This page follows what you decide there.",
            _ when IsPaying => "This page tells you as soon as it answers.",
            OrderStatus.Placing => "This takes a moment.",
            OrderStatus.AwaitingPayment =>
                $"{Said.Declined(Decline)} Nothing was charged, and your items are still kept for "
                    + "you. Choose another card below.",
            OrderStatus.Securing => "Your payment is there. This takes a moment.",
            OrderStatus.Confirmed =>
                $"{Words.Price(Order.Totals.Total)} is authorised and taken when we ship.",
            OrderStatus.Suspended => "We are looking into something, and will write to you.",
            OrderStatus.Cancelling => "Whatever was paid is given back.",
            OrderStatus.Rejected when Order.Reason is { } reason => Said.Of(reason).Text
                + " Nothing was charged.",
            OrderStatus.Expired => "It was not paid in time. Nothing was charged.",
            _ => "Nothing is charged, or it is given back.",
        };

    private bool IsPaying =>
        Order.Status is OrderStatus.PaymentPending
        || (
            Order.Status is OrderStatus.AwaitingPayment
            && Order.Attempts.Any(each => each.Outcome is AttemptOutcome.Out)
        );

    private string? Decline =>
        Order.Attempts.LastOrDefault(each => each.Outcome is AttemptOutcome.Declined)?.DeclineCode;

    /// <summary>What a payment came to, in words.</summary>
    public static string Say(PaymentStanding payment) =>
        payment.Status switch
        {
            PaymentStatus.New or PaymentStatus.Processing => "On its way to the bank",
            PaymentStatus.ActionRequired => "Waiting for your consent",
            PaymentStatus.Indeterminate => "Asking the bank what became of it",
            PaymentStatus.Declined => "Declined",
            PaymentStatus.Authorized => "Authorised",
            PaymentStatus.PartiallyCaptured or PaymentStatus.Captured => "Paid",
            PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded => "Given back",
            _ => "Called off",
        };
}
