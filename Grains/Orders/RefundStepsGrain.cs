using Commerce.Payments;

namespace Commerce.Orders;

/// <summary>How money is given back: by one operator, or with another's consent.</summary>
public sealed partial class OrderGrain
{
    public async Task<Outcome<PaymentOperation>> Refund(
        RequestKey key,
        long? amount,
        string reason,
        RefundTerms terms,
        TimeSpan patience
    )
    {
        var payable = State.Payable(capturing: false);
        if (!payable.IsAccepted)
            return payable.Rejection;

        var payment = GrainFactory.Payment(payable.Value);
        var standing = await payment.GetStanding();
        var asked = await Settle(
            (order, now) =>
                order.AskRefund(
                    Id,
                    key,
                    amount,
                    reason,
                    terms,
                    standing.Captured - standing.Refunded,
                    now
                )
        );
        return !asked.IsAccepted ? asked.Rejection
            : asked.Value.Asked is not { } refund
                ? await payment.Refund(key, amount, reason, patience)
            : refund.State is RefundAskState.Approved ? await PassOn(refund, patience)
            : Tell(refund);
    }

    public async Task<Outcome<PaymentOperation>> DecideRefund(
        RefundId refund,
        bool isApproved,
        string by,
        TimeSpan patience
    )
    {
        var decided = await Settle(
            (order, now) => order.ApproveRefund(refund, isApproved, by, now)
        );
        return !decided.IsAccepted ? decided.Rejection
            : isApproved ? await PassOn(decided.Value.Asked!, patience)
            : Tell(decided.Value.Asked!);
    }

    public async Task<Outcome<OrderTold>> CancelAsOperator(
        RequestKey key,
        string reason,
        RefundTerms terms,
        TimeSpan patience
    )
    {
        var payable = State.Payable(capturing: false);
        // What is captured meanwhile comes back as what was never captured does.
        var standing = payable.IsAccepted
            ? await GrainFactory.Payment(payable.Value).GetStanding()
            : null;
        var left = standing is null ? 0 : standing.Captured - standing.Refunded;
        var asked = await Settle((order, now) => order.Cancel(key, reason, terms, left, now));
        return await Cancel(asked, patience);
    }

    /// <summary>Ends what nobody agreed to, and makes what was agreed to.</summary>
    private async Task DriveRefunds()
    {
        await Settle((order, now) => order.ExpireRefunds(now));
        foreach (var each in State.Refunds.Asked)
        {
            if (each is { State: RefundAskState.Approved, IsOpen: true })
                await PassOn(each, TimeSpan.Zero);
        }
    }

    /// <summary>Under the key that it was asked for with, so that it is made once.</summary>
    private async Task<Outcome<PaymentOperation>> PassOn(RefundAsk refund, TimeSpan patience)
    {
        var payable = State.Payable(capturing: false);
        var made = payable.IsAccepted
            ? await GrainFactory
                .Payment(payable.Value)
                .Refund(refund.Key, refund.Amount, refund.Reason, patience)
            : payable.Rejection;
        await Settle((order, _) => order.PassRefundOn(refund.Id));
        return made;
    }

    private static PaymentOperation Tell(RefundAsk refund) =>
        new(
            refund.Id.Value,
            PaymentAction.Refund,
            refund.Amount,
            refund.State switch
            {
                RefundAskState.Rejected => PaymentOperationState.Rejected,
                RefundAskState.Expired => PaymentOperationState.Expired,
                _ => PaymentOperationState.AwaitingApproval,
            },
            Code: null
        );
}
