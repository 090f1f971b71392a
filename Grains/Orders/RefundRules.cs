using Commerce.EventSourcing;
using Commerce.Payments;
using static Commerce.Orders.OrderEvent;

namespace Commerce.Orders;

/// <summary>Who may give money back: one operator up to a limit, beyond it two.</summary>
public sealed partial record Order
{
    /// <summary>
    /// The refund that must wait for another operator's consent, or none for one that need not.
    /// </summary>
    /// <param name="left">What was captured and not refunded, in minor units.</param>
    public Decision<RefundVerdict, OrderEvent> AskRefund(
        OrderId id,
        RequestKey key,
        long? amount,
        string reason,
        RefundTerms terms,
        long left,
        DateTimeOffset now
    )
    {
        if (Refunds.Find(key.Key) is { } asked)
            return asked.Key == key ? new RefundVerdict(asked) : Rejections.KeyReused;
        if (Refunds.Counted.ContainsKey(key.Key) || AloneMax(terms) is not { } max)
            return Unasked;
        if ((amount ?? left) is var units && (units < 1 || units > left))
            return units < 1
                ? PaymentRejections.AmountOutOfRange
                : PaymentRejections.NotThatMuch(PaymentAction.Refund, left);
        // What two agreed to counts as well: who gave much together gives no more alone.
        if (units <= max - Refunds.Lately(now))
            return (new(Asked: null), new RefundCounted(key.Key, units));

        var asking = new RefundAsked(
            RefundId.Of(id, Refunds.Asked.Count + 1),
            key.Key,
            key.Request,
            units,
            reason,
            terms.By,
            now + Refunds.ApprovalMax
        );
        return (new(Refunds.Ask(asking).Asked[^1]), asking);
    }

    /// <summary>What another operator says to it; said again, it is as it is.</summary>
    public Decision<RefundVerdict, OrderEvent> ApproveRefund(
        RefundId id,
        bool isApproved,
        string by,
        DateTimeOffset now
    )
    {
        if (Refunds.Find(id) is not { } asked)
            return OrderRejections.NoSuchRefund;
        if (asked.By == by)
            return OrderRejections.FourEyesRequired;
        var wanted = isApproved ? RefundAskState.Approved : RefundAskState.Rejected;
        if (asked.State == wanted)
            return new RefundVerdict(asked);
        if (asked.State is RefundAskState.Expired || asked.Until <= now)
            return OrderRejections.RefundExpired;
        if (asked.State is not RefundAskState.AwaitingApproval)
            return OrderRejections.RefundDecided;
        if (isApproved && Payable(capturing: false) is { IsAccepted: false, Rejection: var no })
            return no;

        return (
            new(asked with { State = wanted, DecidedBy = by }),
            isApproved ? new RefundApproved(id, by) : new RefundRejected(id, by)
        );
    }

    /// <summary>As an operator does it, who gives back no more alone than by a refund.</summary>
    /// <param name="left">What was captured and not refunded, in minor units.</param>
    public Decision<bool, OrderEvent> Cancel(
        RequestKey key,
        string reason,
        RefundTerms terms,
        long left,
        DateTimeOffset now
    )
    {
        var cancelled = Cancel(key, reason);
        var isTooMuch = left > 0 && AloneMax(terms) is { } max && left > max - Refunds.Lately(now);
        return isTooMuch && !cancelled.Events.IsEmpty ? OrderRejections.RefundRequired : cancelled;
    }

    /// <summary>What nobody agreed to in time is off.</summary>
    public Decision<bool, OrderEvent> ExpireRefunds(DateTimeOffset now) =>
        new(
            true,
            [
                .. Refunds
                    .Asked.Where(each =>
                        each.State is RefundAskState.AwaitingApproval && each.Until <= now
                    )
                    .Select(each => new RefundLapsed(each.Id)),
            ]
        );

    /// <summary>The payment has it, or has refused it.</summary>
    public Decision<bool, OrderEvent> PassRefundOn(RefundId id) =>
        Refunds.Find(id) is { State: RefundAskState.Approved, IsOpen: true }
            ? (true, new RefundPassedOn(id))
            : true;

    private static Decision<RefundVerdict, OrderEvent> Unasked => new RefundVerdict(Asked: null);

    private long? AloneMax(RefundTerms terms)
    {
        foreach (var max in terms.AloneMax)
        {
            if (max.Currency == Totals?.Total.Currency)
                return max.MinorUnits;
        }

        return null;
    }
}

/// <param name="Asked">As it stands; <c>null</c> for a refund that asks nobody.</param>
public sealed record RefundVerdict(RefundAsk? Asked);
