using System.Collections.Immutable;
using Commerce.FlashSales;
using Commerce.Orders;
using static Commerce.Orders.OrderEvent;

namespace Commerce.Judging;

/// <summary>How an order went, as far as a judge must know.</summary>
/// <param name="Payments">The payment of each attempt, the first one first.</param>
/// <param name="Paid">The payment that was authorised for it, if one was.</param>
/// <param name="ConfirmedAt">The position at which it was first confirmed.</param>
internal sealed record OrderFate(
    string Id,
    Placed Placed,
    int Placings,
    ImmutableDictionary<int, string> Payments,
    ImmutableHashSet<int> Failed,
    string? Paid,
    long? ConfirmedAt,
    OrderEnd End,
    bool IsPaying
)
{
    /// <summary>Whose limits count because of the attempt to pay that is the last.</summary>
    public ImmutableArray<SaleLimit> PaymentLimits { get; private init; } =
        Placed.PaymentLimits ?? [];

    /// <summary>Whose limits it counts in, if it is confirmed.</summary>
    public IEnumerable<SaleLimit> Limits => (Placed.Limits ?? []).Concat(PaymentLimits);

    public long Total => Placed.Totals.Total.MinorUnits;

    /// <summary>Whether nothing more happens to it by itself.</summary>
    public bool IsAtRest =>
        End is OrderEnd.Confirmed or OrderEnd.Settled || (End is OrderEnd.None && !IsPaying);

    public long Units(string sku) =>
        Placed.Lines.Where(line => line.Sku.Value == sku).Sum(line => (long)line.Quantity);

    /// <summary>None where the order was given up before it was placed.</summary>
    public static OrderFate? Of(Told<OrderEvent> order)
    {
        var placed = order.Steps.Select(step => step.Happened).OfType<Placed>().ToList();
        if (placed.Count == 0)
            return null;

        var fate = new OrderFate(
            order.Id,
            placed[0],
            placed.Count,
            ImmutableDictionary<int, string>.Empty.Add(1, placed[0].Payment.Value),
            [],
            Paid: null,
            ConfirmedAt: null,
            OrderEnd.None,
            IsPaying: true
        );
        return order.Steps.Aggregate(fate, (soFar, step) => soFar.Follow(step));
    }

    private OrderFate Follow(Told<OrderEvent>.Step step) =>
        step.Happened switch
        {
            PaymentAsked e => this with
            {
                Payments = Payments.SetItem(e.Attempt, e.Payment.Value),
                PaymentLimits = e.Limits ?? [],
                IsPaying = true,
            },
            PaymentFailed e => this with { Failed = Failed.Add(e.Attempt), IsPaying = false },
            Paid e => this with { Paid = e.Payment.Value },
            Confirmed => this with
            {
                ConfirmedAt = ConfirmedAt ?? step.Position,
                End = OrderEnd.Confirmed,
                IsPaying = false,
            },
            CancelAsked => this with { End = OrderEnd.Cancelling },
            Cancelled or Expired or Rejected => this with { End = OrderEnd.GivenUp },
            Settled => this with { End = OrderEnd.Settled },
            _ => this,
        };
}

/// <summary>How far an order is past its checkout.</summary>
internal enum OrderEnd
{
    None,
    Confirmed,
    Cancelling,

    /// <summary>It ended, and still has to give back what it held.</summary>
    GivenUp,
    Settled,
}
