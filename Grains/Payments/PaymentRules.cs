using System.Collections.Immutable;
using Commerce.EventSourcing;
using static Commerce.Payments.PaymentEvent;

namespace Commerce.Payments;

/// <summary>What may be asked of the provider, and what its answers mean.</summary>
public sealed partial record Payment
{
    /// <summary>Under which key the abandoned money is given back.</summary>
    public const string GivingBack = "abandoned";

    /// <summary>After so many refusals only a person can give the money back.</summary>
    public const int GivingBackMax = 3;

    /// <summary>What the provider is to be asked next, if anything.</summary>
    public PaymentWork? Work
    {
        get
        {
            var pending = Operations.Find(one =>
                one.Operation.State is PaymentOperationState.Pending
            );
            return Stage switch
            {
                PaymentStage.Processing => new PaymentWork.Authorize(IsFirstTry: Asked == 0),
                PaymentStage.Indeterminate => new PaymentWork.Authorize(IsFirstTry: false),
                PaymentStage.Authorized when pending is not null => new PaymentWork.Operate(
                    pending.Operation
                ),
                PaymentStage.Authorized when GivesBack && Left(PaymentAction.Void) > 0 =>
                    new PaymentWork.GiveBack(PaymentAction.Void),
                PaymentStage.Authorized when GivesBack && Left(PaymentAction.Refund) > 0 =>
                    new PaymentWork.GiveBack(PaymentAction.Refund),
                _ => null,
            };
        }
    }

    public Decision<PaymentStage, PaymentEvent> Request(PaymentRequest request)
    {
        if (IsAbandoned || Stage is not PaymentStage.New)
            return Stage;

        return (
            PaymentStage.Processing,
            new Requested(request.Amount, request.Token, request.Owner)
        );
    }

    /// <summary>
    /// A payer who is still to agree need not any more; a later yes is given back.
    /// </summary>
    public Decision<PaymentStage, PaymentEvent> Abandon()
    {
        if (IsAbandoned)
            return Stage;
        if (Stage is PaymentStage.ActionRequired)
            return new(Stage, [new Abandoned(), new Declined("abandoned", Sequence)]);

        return (Stage, new Abandoned());
    }

    public Decision<PaymentOperation, PaymentEvent> Operate(
        PaymentAction action,
        string operation,
        RequestKey key,
        long? amount,
        string reason
    )
    {
        if (Find(key) is { } earlier)
            return earlier.Request == key.Request
                ? earlier.Operation with
                {
                    IsReplay = true,
                }
                : Rejections.KeyReused;
        if (amount is < 1)
            return PaymentRejections.AmountOutOfRange;

        var left = Stage is PaymentStage.Authorized ? Left(action) : 0;
        var wanted = amount ?? left;
        if (left == 0 || wanted > left)
            return PaymentRejections.NotThatMuch(action, left);

        var asked = new OperationRequested(operation, action, wanted, key.Key, key.Request, reason);
        return (new(operation, action, wanted, PaymentOperationState.Pending, null), asked);
    }

    /// <summary>Asks for what an abandoned payment still holds to be given back.</summary>
    public Decision<PaymentOperation, PaymentEvent> GiveBack(
        PaymentAction action,
        string operation
    ) =>
        Operate(
            action,
            operation,
            new($"{GivingBack}-{Operations.Count}", GivingBack),
            amount: null,
            GivingBack
        );

    /// <summary>
    /// Takes the provider's word. What is not newer than what is known changes nothing.
    /// </summary>
    public Decision<PaymentStage, PaymentEvent> Learn(ProviderAnswer answer, DateTimeOffset now) =>
        new(Stage, News(answer, now));

    /// <summary>
    /// Takes the provider's word on one operation, and what it says of the charge.
    /// </summary>
    public Decision<PaymentStage, PaymentEvent> Learn(
        string operation,
        ProviderAnswer answer,
        DateTimeOffset now
    )
    {
        if (Operation(operation).State is not PaymentOperationState.Pending)
            return new(Stage, News(answer, now));

        PaymentEvent end =
            answer.Verdict is ProviderVerdict.Refused
                ? new OperationFailed(operation, answer.Code ?? "refused")
                : new OperationDone(operation);
        return new(Stage, [end, .. News(answer, now)]);
    }

    /// <summary>Nobody could say what became of it: ask again later, with the same key.</summary>
    public Decision<PaymentStage, PaymentEvent> Doubt() =>
        Stage is PaymentStage.Processing or PaymentStage.Indeterminate
            ? (PaymentStage.Indeterminate, new BecameIndeterminate(Asked + 1))
            : Stage;

    /// <summary>
    /// A payer who has not agreed in time has not agreed; a later yes is given back.
    /// </summary>
    public Decision<PaymentStage, PaymentEvent> Lapse(DateTimeOffset now) =>
        Stage is PaymentStage.ActionRequired && ActUntil <= now
            ? (PaymentStage.Declined, new Declined("action_expired", Sequence))
            : Stage;

    /// <summary>
    /// Has the money given back once more where that was given up; else all is as it is.
    /// </summary>
    public Decision<PaymentStage, PaymentEvent> Resume() =>
        IsAbandoned && !GivesBack ? (Stage, new GivingBackResumed()) : Stage;

    private ImmutableArray<PaymentEvent> News(ProviderAnswer answer, DateTimeOffset now)
    {
        var isFirst = Stage is not PaymentStage.Authorized;
        if (answer.Sequence < Sequence || (answer.Sequence == Sequence && Sequence > 0))
            return [];
        if (answer.Verdict is ProviderVerdict.Declined && isFirst)
            return [new Declined(answer.Code ?? "declined", answer.Sequence)];
        if (answer.Verdict is ProviderVerdict.ActionRequired && isFirst)
            return
            [
                new ActionRequired(
                    answer.Charge,
                    answer.NextAction ?? "",
                    now + ActionMax,
                    answer.Sequence
                ),
            ];
        if (answer.Verdict is ProviderVerdict.Refused || (isFirst && answer.Authorized == 0))
            return [];

        var authorized = new Authorized(answer.Charge, answer.Authorized, answer.Sequence);
        var totals = new PaymentAmounts(
            long.Max(answer.Authorized, Amounts.Authorized),
            long.Max(answer.Captured, Amounts.Captured),
            long.Max(answer.Refunded, Amounts.Refunded),
            long.Max(answer.Voided, Amounts.Voided)
        );
        var known = isFirst ? new PaymentAmounts(answer.Authorized, 0, 0, 0) : Amounts;
        var reported = new Reported(
            totals.Authorized,
            totals.Captured,
            totals.Refunded,
            totals.Voided,
            answer.Sequence
        );
        return
        [
            .. isFirst ? (PaymentEvent[])[authorized] : [],
            .. totals != known ? (PaymentEvent[])[reported] : [],
        ];
    }

    private bool GivesBack => IsAbandoned && Refused - Forgiven < GivingBackMax;

    /// <summary>Tries to give the money back that the provider refused.</summary>
    private int Refused =>
        Operations.Count(one =>
            one.Request == GivingBack && one.Operation.State is PaymentOperationState.Failed
        );

    /// <summary>
    /// What is left for that action, less what was asked for and is not known to be done.
    /// </summary>
    private long Left(PaymentAction action)
    {
        var captured = long.Max(Amounts.Captured, AskedFor(PaymentAction.Capture));
        var refunded = long.Max(Amounts.Refunded, AskedFor(PaymentAction.Refund));
        var isVoided = Amounts.Voided > 0 || AskedFor(PaymentAction.Void) > 0;
        return action switch
        {
            PaymentAction.Refund => Amounts.Captured - refunded,
            _ => isVoided ? 0 : Amounts.Authorized - captured,
        };
    }

    private long AskedFor(PaymentAction action) =>
        Operations
            .Where(one =>
                one.Operation.Action == action
                && one.Operation.State is not PaymentOperationState.Failed
            )
            .Sum(one => one.Operation.Amount);

    private KeyedOperation? Find(RequestKey key) => Operations.Find(one => one.Key == key.Key);
}

/// <summary>What is to be done with the provider.</summary>
public abstract record PaymentWork
{
    private PaymentWork() { }

    /// <param name="IsFirstTry">Whether the provider cannot have been asked before.</param>
    public sealed record Authorize(bool IsFirstTry) : PaymentWork;

    public sealed record Operate(PaymentOperation Operation) : PaymentWork;

    public sealed record GiveBack(PaymentAction Action) : PaymentWork;
}
