namespace Commerce.Orders;

public static class OrderRejections
{
    public static Rejection NotFound { get; } =
        new("not_found", RejectionKind.NotFound, "There is no such order.");

    public static Rejection Abandoned { get; } =
        new(
            "checkout_abandoned",
            RejectionKind.Conflict,
            "The checkout did not come through in time. Try again with a new key."
        );

    public static Rejection HoldsEnded { get; } =
        new("reservation_expired", RejectionKind.Conflict, "The units were held no longer.");

    public static Rejection NotShipped { get; } =
        new("not_shippable", RejectionKind.Conflict, "We do not ship there in this currency.");

    public static Rejection NoSuchRefund { get; } =
        new("not_found", RejectionKind.NotFound, "There is no such refund.");

    public static Rejection FourEyesRequired { get; } =
        new(
            "four_eyes_required",
            RejectionKind.Forbidden,
            "Another operator than the one who asked for it must decide."
        );

    public static Rejection RefundRequired { get; } =
        new(
            "refund_required",
            RejectionKind.Conflict,
            "More was captured than one operator may give back alone. Ask for a refund of it, and "
                + "cancel the order once another has agreed."
        );

    public static Rejection RefundExpired { get; } =
        new("refund_expired", RejectionKind.Conflict, "Nobody agreed to the refund in time.");

    public static Rejection RefundDecided { get; } =
        new("refund_decided", RejectionKind.Conflict, "It has been decided otherwise.");

    public static Rejection AttemptsExhausted { get; } =
        new(
            "payment_attempts_exhausted",
            RejectionKind.Conflict,
            "This order has been paid for in vain too often."
        );

    public static Rejection InProgress(OrderId order) =>
        new(
            "payment_in_progress",
            RejectionKind.Conflict,
            "A payment of this order is on its way.",
            About: order.Value
        );

    public static Rejection CartCompleted(OrderId order) =>
        new(
            "cart_completed",
            RejectionKind.Conflict,
            "The cart has become an order.",
            About: order.Value
        );

    public static Rejection Declined(OrderId order, string? code) =>
        new(
            "payment_declined",
            RejectionKind.PaymentRequired,
            "The payment was declined. Try another one.",
            About: order.Value,
            Data: [new("/paymentMethod/token", "reason", Text: code ?? "declined")]
        );

    public static Rejection InvalidTransition(OrderStatus? status) =>
        new(
            "invalid_transition",
            RejectionKind.Conflict,
            "The order is past that, or not there yet.",
            Data: [new(Pointer: null, "status", Text: status?.ToString())]
        );
}
