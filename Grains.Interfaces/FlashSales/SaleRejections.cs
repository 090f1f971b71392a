using System.Collections.Immutable;

namespace Commerce.FlashSales;

public static class SaleRejections
{
    public static Rejection NotFound { get; } =
        new("not_found", RejectionKind.NotFound, "There is no such sale.");

    public static Rejection NotOpen { get; } =
        new("sale_not_open", RejectionKind.Conflict, "The sale has not started yet.");

    public static Rejection Paused { get; } =
        new("sale_paused", RejectionKind.Conflict, "The sale is paused. It goes on later.");

    public static Rejection Closed { get; } =
        new("sale_closed", RejectionKind.Conflict, "The sale is over.");

    public static Rejection NotInSale { get; } =
        new("product_unavailable", RejectionKind.Conflict, "The sale does not sell this.");

    public static Rejection AdmissionOutOfRange { get; } =
        new(
            "admission_out_of_range",
            RejectionKind.Invalid,
            "0 to 100,000 people are let in each second.",
            Data: [new("/perSecond", "max", Number: AdmissionRule.PerSecondMax)]
        );

    public static Rejection OwnerInvalid { get; } =
        new("invalid_owner", RejectionKind.Invalid, "Name a cart or an account.");

    public static Rejection TooManyBlocked { get; } =
        new("too_many_blocked", RejectionKind.Conflict, "At most 10,000 are kept out.");

    public static Rejection NotABuyer { get; } =
        new("not_a_buyer", RejectionKind.Forbidden, "You cannot take part in this sale.");

    public static Rejection CartRequired { get; } =
        new(
            "cart_required",
            RejectionKind.Invalid,
            "Name the cart that is to be let in.",
            Data: [new("/cart", "code", Text: "cart_required")]
        );

    public static Rejection AdmissionInvalid { get; } =
        new(
            "admission_invalid",
            RejectionKind.Forbidden,
            "This does not let the cart into the sale: it is another's, or its time is over."
        );

    public static Rejection AdmissionSpent { get; } =
        new("admission_spent", RejectionKind.Conflict, "This admission was used before.");

    public static Rejection ClaimEnded { get; } =
        new("reservation_expired", RejectionKind.Conflict, "What was set aside is so no more.");

    /// <summary>Says how many zero bits a proof of work has now.</summary>
    public static Rejection WorkRequired(int bits) =>
        new(
            "work_required",
            RejectionKind.Invalid,
            "Send a nonce for which SHA-256 of sale, cart and nonce begins with so many zero bits.",
            Data: [new("/work", "bits", Number: bits)]
        );

    public static Rejection Invalid(ImmutableArray<RejectionDatum> wrong) =>
        new("invalid_sale", RejectionKind.Invalid, "Something is missing or wrong.", Data: wrong);

    public static Rejection InvalidSchedule(string detail) =>
        new("invalid_schedule", RejectionKind.Invalid, detail);

    /// <summary>Says how the sale stands, and what it would have to be.</summary>
    public static Rejection InvalidTransition(SaleState state, string detail) =>
        new(
            "invalid_transition",
            RejectionKind.Conflict,
            detail,
            Data: [new(Pointer: null, "state", Text: Word(state))]
        );

    public static Rejection ShoppersOutOfRange(int max) =>
        new(
            "shoppers_out_of_range",
            RejectionKind.Invalid,
            $"1 to {max:#,0} virtual shoppers play a rehearsal.",
            Data: [new("/shoppers", "max", Number: max)]
        );

    /// <summary>Says in which sale's waiting room to queue.</summary>
    public static Rejection QueueRequired(SaleId sale) =>
        new(
            "queue_required",
            RejectionKind.TooMany,
            "This is sold in a sale. Take a ticket, and come back when it is your turn.",
            About: sale.Value
        );

    /// <summary>Says how many units the identity may still have.</summary>
    public static Rejection LimitReached(long left) =>
        new(
            "purchase_limit_reached",
            RejectionKind.Conflict,
            "One person may not have so many of this sale.",
            Data: [new(Pointer: null, "left", Number: left)]
        );

    /// <summary>As the API calls it.</summary>
    public static string Word(SaleState state) => state.ToString().ToLowerInvariant();
}
