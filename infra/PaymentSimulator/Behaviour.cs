using System.Collections.Frozen;
using static PaymentSimulator.AnswerStatus;

namespace PaymentSimulator;

/// <summary>How the provider answers an authorisation: the token decides.</summary>
internal sealed record Behaviour(AnswerStatus Outcome, string? Code = null)
{
    private const string Mark = ".fp_";

    private static readonly FrozenDictionary<string, Behaviour> ByToken = new Dictionary<
        string,
        Behaviour
    >(StringComparer.Ordinal)
    {
        ["tok_ok"] = new(Authorized),
        ["tok_declined"] = new(Declined, "card_declined"),
        ["tok_insufficient_funds"] = new(Declined, "insufficient_funds"),
        ["tok_action_required"] = new(ActionRequired),
        ["tok_slow"] = new(Authorized) { IsSlow = true },
        ["tok_error_then_ok"] = new(Authorized) { FailsFirst = true },
        ["tok_charged_but_lost"] = new(Authorized) { LosesAnswer = true },
        ["tok_duplicate_webhooks"] = new(Authorized) { Repeats = true },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A slow acquirer: recorded and answered only after a while.</summary>
    public bool IsSlow { get; private init; }

    /// <summary>The first call with a key fails before anything is recorded.</summary>
    public bool FailsFirst { get; private init; }

    /// <summary>The first call with a key records its charge and is never answered.</summary>
    public bool LosesAnswer { get; private init; }

    /// <summary>Webhooks come early, twice, late and in the wrong order.</summary>
    public bool Repeats { get; private init; }

    public static Behaviour Of(Authorization asked)
    {
        if (asked.Amount <= 0)
            return new(Declined, "invalid_amount");
        if (asked.Currency.Length != 3 || !asked.Currency.All(char.IsAsciiLetterUpper))
            return new(Declined, "invalid_currency");

        return OfToken(asked.Token) ?? new(Declined, "invalid_token");
    }

    public static Behaviour? OfToken(string token) =>
        ByToken.GetValueOrDefault(NameOf(token, out _));

    /// <summary>
    /// Which card it is, whatever tokens were made of it: <c>tok_ok.fp_xyz</c> is xyz, and behaves
    /// as <c>tok_ok</c>. A token that says none has none.
    /// </summary>
    public static string? FingerprintOf(string token) =>
        ByToken.ContainsKey(NameOf(token, out var fingerprint)) ? fingerprint : null;

    private static string NameOf(string token, out string? fingerprint)
    {
        var end = token.IndexOf(Mark, StringComparison.Ordinal);
        var after = end < 0 ? "" : token[(end + Mark.Length)..];
        fingerprint = after.Length > 0 && after.All(char.IsAsciiLetter) ? after : null;
        return fingerprint is null ? token : token[..end];
    }

    /// <summary>
    /// The charge at its start. One that repeats has already asked its payer and got his consent,
    /// unseen, so that there is an older sequence to come after a newer one.
    /// </summary>
    public Charge Open(string id, Authorization asked) =>
        new(
            id,
            asked.Key,
            asked.Amount,
            asked.Currency,
            asked.Token,
            Outcome,
            Code,
            Outcome is Authorized ? asked.Amount : 0,
            Captured: 0,
            Refunded: 0,
            Voided: 0,
            Sequence: Repeats ? 2 : 1
        );
}
