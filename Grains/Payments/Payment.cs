using System.Collections.Immutable;
using System.Diagnostics;
using Commerce.EventSourcing;
using static Commerce.Payments.PaymentEvent;

namespace Commerce.Payments;

/// <summary>One means of payment of one order, whose state is its amounts.</summary>
/// <param name="Forgiven">Refused tries to give the money back that count no more.</param>
/// <param name="Operations">In the order in which they were asked for, and are done.</param>
/// <remarks>
/// Always: refunded ≤ captured, captured + voided ≤ authorised, and what was asked to be captured
/// or refunded is counted before the provider is called, so that nothing is asked for twice.
/// </remarks>
public sealed partial record Payment(
    PaymentStage Stage,
    Money Requested,
    string Token,
    string Owner,
    string Charge,
    PaymentAmounts Amounts,
    long Sequence,
    string? DeclineCode,
    string? NextAction,
    bool IsAbandoned,
    int Asked,
    DateTimeOffset Since,
    DateTimeOffset ActUntil,
    int Forgiven,
    ImmutableList<KeyedOperation> Operations
) : IAggregate<Payment, PaymentEvent>
{
    /// <summary>
    /// How long a call to the provider may take before somebody else takes it up.
    /// </summary>
    public static readonly TimeSpan CallMax = TimeSpan.FromSeconds(30);

    /// <summary>How long a payer has to agree.</summary>
    public static readonly TimeSpan ActionMax = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan AskAgainMax = TimeSpan.FromHours(1);

    public static Payment Initial { get; } =
        new(
            PaymentStage.New,
            default,
            "",
            "",
            "",
            new(0, 0, 0, 0),
            Sequence: 0,
            DeclineCode: null,
            NextAction: null,
            IsAbandoned: false,
            Asked: 0,
            Since: default,
            ActUntil: default,
            Forgiven: 0,
            []
        );

    /// <summary>
    /// How long a provider that was asked so often in vain is left alone: 1 s, doubled each time,
    /// up to an hour.
    /// </summary>
    public static TimeSpan Pause(int asked) =>
        asked < 12 ? TimeSpan.FromSeconds(1L << asked) : AskAgainMax;

    public DateTimeOffset? WakeAt =>
        Stage switch
        {
            PaymentStage.Processing => Since + CallMax,
            PaymentStage.Indeterminate => Since + Pause(Asked),
            PaymentStage.ActionRequired => ActUntil,
            _ when Work is not null => Since + CallMax,
            _ => null,
        };

    /// <summary>Whether nothing is out: no call, no question, no unfinished business.</summary>
    public bool IsSettled =>
        Stage is PaymentStage.New or PaymentStage.Declined or PaymentStage.Authorized
        && Work is null;

    public Payment Evolve(PaymentEvent happened, DateTimeOffset at) =>
        happened switch
        {
            Requested e => this with
            {
                Stage = PaymentStage.Processing,
                Requested = e.Amount,
                Token = e.Token,
                Owner = e.Owner,
                Since = at,
            },
            Authorized e => Approve(e, at),
            ActionRequired e => this with
            {
                Stage = PaymentStage.ActionRequired,
                Charge = e.Charge,
                NextAction = e.NextAction,
                ActUntil = e.Until,
                Sequence = e.Sequence,
            },
            Declined e => this with
            {
                Stage = PaymentStage.Declined,
                DeclineCode = e.Code,
                NextAction = null,
                Sequence = e.Sequence,
            },
            BecameIndeterminate e => this with
            {
                Stage = PaymentStage.Indeterminate,
                Asked = e.Asked,
                Since = at,
            },
            Abandoned => this with { IsAbandoned = true, Since = at },
            OperationRequested e => this with
            {
                Operations = Operations.Add(
                    new(
                        e.Key,
                        e.Request,
                        new(e.Operation, e.Action, e.Amount, PaymentOperationState.Pending, null)
                    )
                ),
                Since = at,
            },
            OperationDone e => Settle(e.Operation, PaymentOperationState.Done, null),
            OperationFailed e => Settle(e.Operation, PaymentOperationState.Failed, e.Code),
            Reported e => this with
            {
                Amounts = new(e.AuthorizedTotal, e.CapturedTotal, e.RefundedTotal, e.VoidedTotal),
                Sequence = e.Sequence,
            },
            GivingBackResumed => this with { Forgiven = Refused, Since = at },
            _ => throw new UnreachableException($"No such payment event: {happened}"),
        };

    /// <summary>An operation that was asked for, as it stands.</summary>
    public PaymentOperation Operation(string id) =>
        Operations.Find(one => one.Operation.Id == id)!.Operation;

    public PaymentStanding Standing(PaymentId id, long version) =>
        new(
            id,
            Status,
            Stage is PaymentStage.New ? null : Requested,
            Amounts.Authorized,
            Amounts.Captured,
            Amounts.Refunded,
            Amounts.Voided,
            IsSettled,
            DeclineCode,
            NextAction,
            version,
            Stage is PaymentStage.ActionRequired ? ActUntil : null
        );

    private PaymentStatus Status =>
        Stage switch
        {
            PaymentStage.New => IsAbandoned ? PaymentStatus.Abandoned : PaymentStatus.New,
            PaymentStage.Processing => PaymentStatus.Processing,
            PaymentStage.ActionRequired => PaymentStatus.ActionRequired,
            PaymentStage.Indeterminate => PaymentStatus.Indeterminate,
            PaymentStage.Declined => PaymentStatus.Declined,
            _ => Amounts.Status,
        };

    private Payment Approve(Authorized e, DateTimeOffset at) =>
        this with
        {
            Stage = PaymentStage.Authorized,
            Charge = e.Charge,
            Amounts = Amounts with { Authorized = e.Amount },
            Sequence = e.Sequence,
            NextAction = null,
            DeclineCode = null,
            Since = at,
        };

    private Payment Settle(string operation, PaymentOperationState state, string? code)
    {
        var asked = Operations.Find(one => one.Operation.Id == operation)!;
        var settled = asked.Operation with { State = state, Code = code };
        return this with
        {
            Operations = Operations.Replace(asked, asked with { Operation = settled }),
        };
    }
}

/// <summary>How far the authorisation is.</summary>
public enum PaymentStage
{
    New,
    Processing,
    ActionRequired,
    Indeterminate,
    Declined,
    Authorized,
}

/// <summary>The provider's totals, in minor units.</summary>
public sealed record PaymentAmounts(long Authorized, long Captured, long Refunded, long Voided)
{
    public PaymentStatus Status =>
        Refunded > 0
            ? Refunded < Captured
                ? PaymentStatus.PartiallyRefunded
                : PaymentStatus.Refunded
            : Captured > 0
                ? Captured + Voided < Authorized
                    ? PaymentStatus.PartiallyCaptured
                    : PaymentStatus.Captured
                : Authorized > 0 && Voided >= Authorized
                    ? PaymentStatus.Voided
                    : PaymentStatus.Authorized;
}

/// <summary>An operation, and under which key it was asked for.</summary>
public sealed record KeyedOperation(string Key, string Request, PaymentOperation Operation);
