namespace Commerce.Payments;

public static class PaymentRejections
{
    /// <summary>Says how much there is to capture, void or refund.</summary>
    public static Rejection NotThatMuch(PaymentAction action, long left) =>
        new(
            "invalid_transition",
            RejectionKind.Conflict,
            $"There is not that much to {action.ToString().ToLowerInvariant()}.",
            Data: [new("/amount", "left", Number: left)]
        );

    public static Rejection AmountOutOfRange { get; } =
        new("amount_out_of_range", RejectionKind.Invalid, "An amount is at least one minor unit.");
}
