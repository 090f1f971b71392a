using System.Text.Json;
using System.Text.Json.Serialization;

namespace PaymentSimulator;

/// <summary>What became of an operation, or what last happened to a charge.</summary>
[JsonConverter(typeof(AnswerStatusJson))]
public enum AnswerStatus
{
    /// <summary>The amount is reserved on the payer's means of payment.</summary>
    Authorized = 1,

    /// <summary>Nothing is reserved, for good: another attempt needs another key.</summary>
    Declined = 2,

    /// <summary>Nothing is reserved until the payer has visited the page of the answer.</summary>
    ActionRequired = 3,

    /// <summary>Reserved money, or part of it, is taken.</summary>
    Captured = 4,

    /// <summary>What was reserved and not taken is free again, for good.</summary>
    Voided = 5,

    /// <summary>Taken money, or part of it, is given back.</summary>
    Refunded = 6,

    /// <summary>The operation broke a rule, changed nothing and never will.</summary>
    Refused = 7,
}

/// <summary>
/// What became of the operation with a key. Asked again it has the same status and code, unless the
/// payer acted in between; the amounts are always those of the charge now.
/// </summary>
/// <param name="Charge">Names the charge: <c>ch_…</c>.</param>
/// <param name="Code">
/// Why not. Declined: <c>card_declined insufficient_funds invalid_token invalid_amount
/// invalid_currency authentication_failed voided</c>. Refused: <c>unknown_charge invalid_amount
/// exceeds_authorized exceeds_captured nothing_to_void no_action_pending</c>.
/// </param>
/// <param name="NextAction">The page the payer must visit, while his action is awaited.</param>
/// <param name="Authorized">In minor units, as are the other amounts; it never falls.</param>
/// <param name="Captured">At most what is authorized and not voided; it never falls.</param>
/// <param name="Refunded">At most what is captured; it never falls.</param>
/// <param name="Voided">What was authorized and will never be captured; it never falls.</param>
/// <param name="Sequence">
/// Grows with each change of the charge: the higher one is the newer.
/// </param>
public sealed record Answer(
    string Charge,
    AnswerStatus Status,
    string? Code,
    Uri? NextAction,
    long Authorized,
    long Captured,
    long Refunded,
    long Voided,
    long Sequence
);

/// <summary>Statuses are written as lower-case words with underscores.</summary>
internal sealed class AnswerStatusJson()
    : JsonStringEnumConverter<AnswerStatus>(
        JsonNamingPolicy.SnakeCaseLower,
        allowIntegerValues: false
    );
