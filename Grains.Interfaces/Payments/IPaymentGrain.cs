namespace Commerce.Payments;

/// <summary>
/// One means of payment: asks the provider for money, at most once, and knows what became of it.
/// The provider is only called once the intent is durable, and its key never changes: an unknown
/// outcome is resolved by asking.
/// </summary>
[Alias("commerce.payments.payment")]
public interface IPaymentGrain : IAlarmed, IProcess
{
    /// <summary>
    /// Has the money authorised, and answers when the outcome is known or after the patience, with
    /// where it stands. Asking again asks the provider nothing new. An abandoned payment stays so.
    /// </summary>
    [Alias("authorize")]
    Task<PaymentStanding> Authorize(PaymentRequest request, TimeSpan patience);

    /// <summary>
    /// Wants none of the money any more: what was not asked for never is, what is or will be
    /// authorised is voided, and what was captured is refunded.
    /// </summary>
    [Alias("abandon")]
    Task<PaymentStanding> Abandon(TimeSpan patience);

    /// <summary>
    /// Takes authorised money, all that is left where no amount is given. Rejected with
    /// <c>invalid_transition</c> beyond what is authorised and not yet captured or voided.
    /// </summary>
    [Alias("capture")]
    Task<Outcome<PaymentOperation>> Capture(RequestKey key, long? amount, TimeSpan patience);

    /// <summary>
    /// Lets go of what is authorised and not captured; <c>invalid_transition</c> if nothing is.
    /// </summary>
    [Alias("void")]
    Task<Outcome<PaymentOperation>> Void(RequestKey key, TimeSpan patience);

    /// <summary>
    /// Gives captured money back, all that is left where no amount is given. Rejected with
    /// <c>invalid_transition</c> beyond what is captured and not yet refunded, with what is.
    /// </summary>
    [Alias("refund")]
    Task<Outcome<PaymentOperation>> Refund(
        RequestKey key,
        long? amount,
        string reason,
        TimeSpan patience
    );

    /// <summary>Takes the provider's news; older than what is known, they change nothing.</summary>
    [Alias("report")]
    Task<PaymentStanding> Report(ProviderAnswer news);

    [Alias("standing")]
    Task<PaymentStanding> GetStanding();
}

/// <summary>What is to be paid, by what, and whom to inform (a grain, as text).</summary>
[GenerateSerializer, Immutable, Alias("commerce.payments.request")]
public sealed record PaymentRequest(Money Amount, string Token, string Owner);

/// <summary>Where a payment stands. The amounts are its state; all in minor units.</summary>
/// <param name="Requested">What is to be paid; <c>null</c> before it was asked for.</param>
/// <param name="IsSettled">Whether nothing is out: no call, no question, no unfinished
/// business.</param>
/// <param name="DeclineCode">The provider's reason, once declined.</param>
/// <param name="NextAction">Where the payer must go to agree, while they must.</param>
/// <param name="ActUntil">Until when they may, while they must.</param>
[GenerateSerializer, Immutable, Alias("commerce.payments.standing")]
public sealed record PaymentStanding(
    PaymentId Id,
    PaymentStatus Status,
    Money? Requested,
    long Authorized,
    long Captured,
    long Refunded,
    long Voided,
    bool IsSettled,
    string? DeclineCode,
    string? NextAction,
    long Version,
    DateTimeOffset? ActUntil = null
);

[GenerateSerializer, Alias("commerce.payments.status")]
public enum PaymentStatus
{
    New = 1,
    Processing = 2,
    ActionRequired = 3,
    Indeterminate = 4,
    Declined = 5,
    Authorized = 6,
    PartiallyCaptured = 7,
    Captured = 8,
    PartiallyRefunded = 9,
    Refunded = 10,
    Voided = 11,
    Abandoned = 12,
}

/// <summary>A capture, void or refund somebody asked for, and what became of it.</summary>
/// <param name="Id">Distinct within the payment; a refund's is <c>rfd_…</c>.</param>
/// <param name="IsReplay">Whether it was asked for before, under the same key.</param>
[GenerateSerializer, Immutable, Alias("commerce.payments.operation")]
public sealed record PaymentOperation(
    string Id,
    PaymentAction Action,
    long Amount,
    PaymentOperationState State,
    string? Code,
    bool IsReplay = false
);

[GenerateSerializer, Alias("commerce.payments.action")]
public enum PaymentAction
{
    Capture = 1,
    Void = 2,
    Refund = 3,
}

[GenerateSerializer, Alias("commerce.payments.operation-state")]
public enum PaymentOperationState
{
    Pending = 1,
    Done = 2,
    Failed = 3,

    /// <summary>Another operator must agree first.</summary>
    AwaitingApproval = 4,

    /// <summary>Another operator did not agree.</summary>
    Rejected = 5,

    /// <summary>Nobody agreed in time.</summary>
    Expired = 6,
}

/// <summary>
/// What the provider says of a charge. Whatever has the higher sequence is newer.
/// </summary>
/// <param name="Code">Why it said no.</param>
/// <param name="NextAction">Where the payer must go to agree.</param>
[GenerateSerializer, Immutable, Alias("commerce.payments.provider-answer")]
public sealed record ProviderAnswer(
    string Charge,
    ProviderVerdict Verdict,
    string? Code,
    string? NextAction,
    long Authorized,
    long Captured,
    long Refunded,
    long Voided,
    long Sequence
);

[GenerateSerializer, Alias("commerce.payments.provider-verdict")]
public enum ProviderVerdict
{
    /// <summary>Done as asked, or the charge as it is.</summary>
    Approved = 1,
    Declined = 2,
    ActionRequired = 3,

    /// <summary>This operation was refused; the charge is as it was.</summary>
    Refused = 4,
}
