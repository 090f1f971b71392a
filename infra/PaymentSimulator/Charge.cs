using static PaymentSimulator.AnswerStatus;

namespace PaymentSimulator;

/// <summary>
/// Money asked of one payer, and the pure rules of what may become of it: <c>captured + voided ≤
/// authorized ≤ amount</c> and <c>refunded ≤ captured</c>, all ≥ 0, and none of them ever falls.
/// </summary>
/// <param name="Id">Sorts by the time the charge was made: <c>ch_…</c>.</param>
/// <param name="Key">The key of the authorisation that made it.</param>
/// <param name="Amount">What was asked for, in minor units of the currency.</param>
/// <param name="Currency">Three capital letters (ISO 4217).</param>
/// <param name="Token">The means of payment, which decides how the provider behaves.</param>
/// <param name="Status">What last happened to it.</param>
/// <param name="Code">Why it was declined.</param>
/// <param name="Sequence">Grows with each change.</param>
public sealed record Charge(
    string Id,
    string Key,
    long Amount,
    string Currency,
    string Token,
    AnswerStatus Status,
    string? Code,
    long Authorized,
    long Captured,
    long Refunded,
    long Voided,
    long Sequence
)
{
    internal Verdict Capture(long amount)
    {
        if (amount <= 0)
            return Verdict.Refused("invalid_amount");
        if (amount > Authorized - Voided - Captured)
            return Verdict.Refused("exceeds_authorized");

        return Becomes(this with { Status = AnswerStatus.Captured, Captured = Captured + amount });
    }

    /// <summary>Frees all that is not captured; a charge awaiting its payer can void too.</summary>
    internal Verdict Void()
    {
        if (Authorized - Voided - Captured == 0 && Status is not ActionRequired)
            return Verdict.Refused("nothing_to_void");

        return Becomes(this with { Status = AnswerStatus.Voided, Voided = Authorized - Captured });
    }

    internal Verdict Refund(long amount)
    {
        if (amount <= 0)
            return Verdict.Refused("invalid_amount");
        if (amount > Captured - Refunded)
            return Verdict.Refused("exceeds_captured");

        return Becomes(this with { Status = AnswerStatus.Refunded, Refunded = Refunded + amount });
    }

    internal Verdict Act(bool approve)
    {
        if (Status is not ActionRequired)
            return Verdict.Refused("no_action_pending");

        return approve
            ? Becomes(this with { Status = AnswerStatus.Authorized, Authorized = Amount })
            : Becomes(this with { Status = Declined, Code = "authentication_failed" });
    }

    private static Verdict Becomes(Charge next) =>
        new(next.Status, next.Code, next with { Sequence = next.Sequence + 1 });
}

/// <summary>What the rules say to one operation; no charge: nothing changes.</summary>
internal readonly record struct Verdict(AnswerStatus Status, string? Code, Charge? Next)
{
    public static Verdict Refused(string code) => new(AnswerStatus.Refused, code, null);
}
