using Commerce.EventSourcing;
using Commerce.Payments;

namespace Commerce.Orders;

/// <summary>The steps of the checkout that ask for money, and give it back.</summary>
public sealed partial class OrderGrain
{
    /// <summary>How long one question to a payment waits; then it is asked again.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);

    private Task<PaymentStanding>? _authorizing;
    private PaymentStanding? _heard;

    /// <summary>
    /// Asks for the money once every hold outlives the attempt, and takes what became of it. An
    /// answer that somebody else overtook (they cancelled) changes nothing here.
    /// </summary>
    private async Task<bool> Pay()
    {
        var (order, attempt) = (State, State.Attempts[^1]);
        var ahead = Take(ref _authorizing);
        if (ahead is null && !await OutlivesPayment())
            return await Expire("reservation_expired");
        if (ahead is null && await Claim() is { } beyond)
            return await Decline(attempt, beyond.Code);

        var standing = await (ahead ?? Authorize(attempt, order.Totals!.Total));
        _heard = standing;
        switch (standing.Status)
        {
            case PaymentStatus.Authorized
            or PaymentStatus.Captured
            or PaymentStatus.PartiallyCaptured:
                return await Approve(attempt);
            case PaymentStatus.Declined or PaymentStatus.Voided or PaymentStatus.Abandoned:
                await Decline(attempt, standing.DeclineCode ?? "voided");
                await Abandon(attempt.Payment, TimeSpan.Zero);
                return true;
            case PaymentStatus.Processing:
                return true;
            case PaymentStatus.Indeterminate:
                await Settle((state, _) => state.Doubt(attempt.Number));
                if (State.PendingUntil <= Now)
                    return await Expire("payment_unknown");

                await Extend(State.PendingUntil + Order.PaymentMargin);
                return false;
            default:
                var until = standing.ActUntil ?? Now + Payment.ActionMax;
                await Extend(until + Order.PaymentMargin);
                await Settle((state, _) => state.AwaitPayer(attempt.Number, until));
                return false;
        }
    }

    private async Task<bool> Approve(OrderAttempt attempt)
    {
        // The sales need not wait for the news: if it is lost, the payment tells it again.
        var (approved, durable) = Decide((state, _) => state.Approve(attempt.Number));
        if (approved is { IsAccepted: true, Value: true } && !KnownBad.ConfirmsBeforeStockIsSold)
        {
            var (order, deadline) = (State, Within(SaleMax));
            _firstSales = Task.WhenAll(
                order.Lines.Select(line => StockOf(line).Sell(order.HoldOf(Id, line), deadline))
            );
        }

        await durable;
        return true;
    }

    /// <summary>What was claimed for means that bought nothing comes back, and first.</summary>
    private async Task<bool> Decline(OrderAttempt attempt, string code)
    {
        await Release(SaleClaim.Of(State, attempt));
        await Settle((order, _) => order.Decline(attempt.Number, code));
        return true;
    }

    private Task<PaymentStanding> Authorize(OrderAttempt attempt, Money total) =>
        GrainFactory
            .Payment(attempt.Payment)
            .Authorize(new(total, attempt.Token, this.GetGrainId().ToString()), AnswerMax);

    private Task<PaymentStanding> Abandon(PaymentId payment, TimeSpan patience) =>
        GrainFactory.Payment(payment).Abandon(patience);

    /// <summary>
    /// Cancels once nothing is out any more: what was authorised is voided or refunded.
    /// </summary>
    private async Task<bool> TakeBack()
    {
        var payments = await Task.WhenAll(
            State.Attempts.Select(each => Abandon(each.Payment, Order.StepMax))
        );
        if (!payments.All(each => each.IsSettled))
            return false;

        await Settle((order, _) => order.FinishCancel());
        return true;
    }

    /// <summary>Extends the holds where they would not outlive a call to the provider.</summary>
    private async Task<bool> OutlivesPayment() =>
        State.HeldUntil > Now + Order.PaymentMargin
        || await Extend(Now + (Order.PaymentMargin * 4));

    private Task<bool> Extend(DateTimeOffset until) =>
        Extend(until, latest: State.CreatedAt + Order.HoldLifeMax);

    private async Task<bool> Extend(DateTimeOffset until, DateTimeOffset latest)
    {
        until = until < latest ? until : latest;
        if (State.HeldUntil >= until)
            return State.HeldUntil > Now;

        var extended = await Task.WhenAll(
            State.Lines.Select(line =>
                StockOf(line).Extend(State.HoldOf(Id, line), until, Within(CommandMax))
            )
        );
        if (!extended.All(each => each.IsAccepted))
            return false;

        await Settle((order, _) => order.Extend(until));
        return true;
    }
}
