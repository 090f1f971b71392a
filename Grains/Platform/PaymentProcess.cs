using System.Collections.Immutable;
using Commerce.Payments;
using static Commerce.Payments.PaymentEvent;

namespace Commerce.Platform;

/// <summary>What a payment has with its provider, as operators watch it.</summary>
internal static class PaymentProcess
{
    private const string GiveBack = "give_back";

    /// <summary>
    /// The process after an event; <c>null</c> once it is at rest. One at rest that is abandoned
    /// comes back with the operation that gives its money back.
    /// </summary>
    public static ProcessRow? After(
        ProcessRow? row,
        string id,
        PaymentEvent happened,
        DateTimeOffset at
    )
    {
        var process = row ?? New(id, at);
        return happened switch
        {
            Requested e => process.At("authorize", at, Payment.CallMax) with
            {
                Order = e.Owner.Split('/')[^1],
            },
            ActionRequired e => process with
            {
                State = ProcessRow.Waiting,
                Step = "await_payer",
                Since = at,
                Due = e.Until,
                NextTry = e.Until,
            },
            BecameIndeterminate e => Doubt(process, e.Asked, at),
            Abandoned when row is not null => process with
            {
                IsAbandoned = true,
                NextTry = at + (row.Tries is { } tries ? Payment.Pause(tries) : Payment.CallMax),
            },
            Authorized when process.IsAbandoned is true => process.At(
                GiveBack,
                at,
                Payment.CallMax
            ),
            OperationRequested e => Operate(process, e, at),
            OperationDone e => Settle(process, e.Operation),
            OperationFailed e => Fail(process, e.Operation, at),
            GivingBackResumed => process.At(GiveBack, at, Payment.CallMax) with
            {
                Due = at + Payment.CallMax,
                Why = null,
                Refusals = null,
            },
            Reported => row,
            _ => null,
        };
    }

    private static ProcessRow Doubt(ProcessRow process, int asked, DateTimeOffset at) =>
        process with
        {
            Why = "provider_silent",
            Due = process.Why is null ? at : process.Due,
            NextTry = at + Payment.Pause(asked),
            Tries = asked,
        };

    private static ProcessRow Operate(ProcessRow process, OperationRequested e, DateTimeOffset at)
    {
        var step =
            e.Request == Payment.GivingBack ? GiveBack : e.Action.ToString().ToLowerInvariant();
        return process.At(step, at, Payment.CallMax) with
        {
            Pending = [.. process.Pending ?? [], e.Operation],
        };
    }

    private static ProcessRow? Settle(ProcessRow process, string operation)
    {
        var pending = Without(process, operation);
        return pending.IsEmpty ? null : process with { Pending = pending };
    }

    /// <summary>Money that the provider does not take back needs somebody in the end.</summary>
    private static ProcessRow? Fail(ProcessRow process, string operation, DateTimeOffset at)
    {
        if (process.Step != GiveBack)
            return Settle(process, operation);

        var refusals = (process.Refusals ?? 0) + 1;
        return process with
        {
            Pending = Without(process, operation),
            Refusals = refusals,
            Why = "provider_refused",
            Due = refusals < Payment.GivingBackMax ? process.Due : at,
            NextTry = refusals < Payment.GivingBackMax ? at + Payment.CallMax : null,
        };
    }

    private static ImmutableArray<string> Without(ProcessRow process, string operation) =>
        process.Pending?.Remove(operation, StringComparer.Ordinal) ?? [];

    private static ProcessRow New(string id, DateTimeOffset at) =>
        new(id, "payment", ProcessRow.Running, Step: "", at, at, Version: 0);
}
