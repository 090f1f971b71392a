using Commerce.EventSourcing;
using Commerce.Payments;
using static Commerce.Orders.OrderEvent;

namespace Commerce.Orders;

/// <summary>What shoppers and operators may ask of an order.</summary>
public sealed partial record Order
{
    /// <summary>Places the order, once; asked again, it is as it is.</summary>
    public Decision<bool, OrderEvent> Place(OrderPlacement placement, PaymentId payment)
    {
        if (IsRefused)
            return OrderRejections.Abandoned;
        if (Status is not null && !KnownBad.ForgetsThatAnOrderIsPlaced)
            return false;
        var (country, currency) = (placement.Country, placement.Currency);
        if (Quote.Of(placement.Lines, country, currency, placement.Shipping) is not { } quote)
            return OrderRejections.NotShipped;

        return (
            true,
            new Placed(
                placement.Cart,
                placement.Generation,
                quote.Lines,
                quote.Shipping,
                quote.Totals,
                quote.Rate,
                placement.Country,
                placement.Contact,
                payment,
                placement.Token,
                placement.Limits.IsDefaultOrEmpty ? null : placement.Limits,
                placement.Review,
                placement.PaymentLimits.IsDefaultOrEmpty ? null : placement.PaymentLimits,
                placement.Account,
                placement.EmailKey
            )
        );
    }

    public Decision<bool, OrderEvent> Refuse() =>
        Status is null && !IsRefused ? (true, new Refused()) : false;

    /// <summary>Begins another attempt: one at a time, five at most.</summary>
    public Decision<bool, OrderEvent> Pay(OrderId id, PaymentAttempt asked, PaymentId payment)
    {
        if (Status is null)
            return IsRefused ? OrderRejections.Abandoned : OrderRejections.NotFound;
        if (asked.Key is { } key && Attempts.Find(one => one.Key == key.Key) is { } earlier)
            return earlier.Request == key.Request ? false : Rejections.KeyReused;
        if (asked.Number > 0 && asked.Number <= Attempts.Count)
            return false;
        if (IsAttemptOut || Status is OrderStatus.Securing)
            return OrderRejections.InProgress(id);
        if (Status is OrderStatus.Confirmed)
            return OrderRejections.CartCompleted(id);
        if (Status is not OrderStatus.AwaitingPayment)
            return OrderRejections.InvalidTransition(Status);
        if (Attempts.Count >= AttemptsMax)
            return OrderRejections.AttemptsExhausted;

        var number = int.Max(asked.Number, Attempts.Count + 1);
        return (
            true,
            new PaymentAsked(
                number,
                payment,
                asked.Token,
                asked.Key?.Key,
                asked.Key?.Request,
                asked.Limits.IsDefaultOrEmpty ? null : asked.Limits
            )
        );
    }

    /// <summary>Gives the cart back, if nobody is paying.</summary>
    public Decision<bool, OrderEvent> Yield(OrderId id) =>
        Phase switch
        {
            OrderPhase.AwaitingPayment => (true, new Cancelled("cart_edited", null, null)),
            OrderPhase.Ended => true,
            OrderPhase.Confirmed => OrderRejections.CartCompleted(id),
            _ => OrderRejections.InProgress(id),
        };

    public Decision<bool, OrderEvent> Cancel(RequestKey key, string reason)
    {
        if (CancelKey?.Key == key.Key)
            return CancelKey.Request == key.Request ? false : Rejections.KeyReused;
        if (Status is null)
            return OrderRejections.NotFound;
        if (Status is OrderStatus.Cancelling || Phase is OrderPhase.Ended)
            return OrderRejections.InvalidTransition(Status);
        if (Phase is OrderPhase.AwaitingPayment)
            return (true, new Cancelled(reason, key.Key, key.Request));

        return (true, new CancelAsked(reason, key.Key, key.Request));
    }

    public Decision<bool, OrderEvent> Suspend(string reason) =>
        Status switch
        {
            OrderStatus.Confirmed => (true, new Suspended(reason)),
            OrderStatus.Suspended => true,
            null => OrderRejections.NotFound,
            _ => OrderRejections.InvalidTransition(Status),
        };

    public Decision<bool, OrderEvent> Resume(string reason) =>
        Status switch
        {
            OrderStatus.Suspended => (true, new Resumed(reason)),
            OrderStatus.Confirmed => true,
            null => OrderRejections.NotFound,
            _ => OrderRejections.InvalidTransition(Status),
        };

    /// <summary>The payment whose money an operator may move, where they may.</summary>
    public Outcome<PaymentId> Payable(bool capturing)
    {
        var paid = Attempts.FindLast(one => one.Outcome is AttemptOutcome.Authorized);
        var may = capturing
            ? Status is OrderStatus.Confirmed
            : Status is OrderStatus.Confirmed or OrderStatus.Suspended;
        return Status is null ? OrderRejections.NotFound
            : may && paid is not null ? paid.Payment
            : OrderRejections.InvalidTransition(Status);
    }
}
