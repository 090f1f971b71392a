using Commerce.Orders;
using static Commerce.Orders.OrderEvent;

namespace Commerce.Platform;

/// <summary>An order's checkout as operators watch it, folded from its events.</summary>
internal static class OrderProcess
{
    /// <summary>The process after an event; <c>null</c> once it is at rest.</summary>
    public static ProcessRow? After(
        ProcessRow? row,
        string id,
        OrderEvent happened,
        DateTimeOffset at
    )
    {
        var process = row ?? New(id, at);
        return happened switch
        {
            Placed or RoundBegan => process.At("hold", at, Order.StepMax),
            Reserved e => Pay(process with { HeldUntil = e.Until }, at),
            PaymentAsked => Pay(process, at),
            PayerAsked e => process with
            {
                State = ProcessRow.Waiting,
                Step = "await_payer",
                Since = at,
                Due = e.Until,
                NextTry = e.Until + Order.StepMax,
            },
            HoldsExtended e => Extend(process with { HeldUntil = e.Until }, at),
            PaymentFailed => process with
            {
                State = ProcessRow.Waiting,
                Step = "await_payment",
                Why = "payment_declined",
                Since = at,
                Due = process.HeldUntil ?? at,
                NextTry = process.HeldUntil ?? at,
            },
            PaymentUnknown => process with
            {
                Why = "payment_unknown",
                Due = at,
                NextTry = at + Order.StepMax,
            },
            Paid or LineReheld => process.At("secure", at, Order.StepMax),
            CancelAsked => process.At("take_back", at, Order.StepMax),
            Rejected or Expired or Cancelled => process.At("settle", at, Order.StepMax),
            _ => null,
        };
    }

    /// <summary>A payer may have to agree first, for as long as the units are held.</summary>
    private static ProcessRow Pay(ProcessRow process, DateTimeOffset at) =>
        process.At("pay", at, Order.StepMax) with
        {
            Due = process.HeldUntil ?? at,
        };

    private static ProcessRow Extend(ProcessRow process, DateTimeOffset at) =>
        process.Why is not null ? process
        : process.State == ProcessRow.Waiting
            ? process with
            {
                Due = process.HeldUntil ?? at,
                NextTry = process.HeldUntil,
            }
        : Pay(process, at);

    private static ProcessRow New(string id, DateTimeOffset at) =>
        new(id, "order", ProcessRow.Running, Step: "", at, at, Version: 0);
}
