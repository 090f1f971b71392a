using Commerce.Carts;
using PaymentSimulator;

namespace Commerce.Judging;

/// <summary>What must be true of orders and of what is charged for them.</summary>
internal static class OrderInvariants
{
    /// <summary>I3: an order that somebody was told of is there, as it was told.</summary>
    public static IEnumerable<string> AnsweredOrdersExist(Facts facts)
    {
        var orders = facts.Orders().ToDictionary(order => order.Id);
        foreach (var call in facts.History)
        {
            if (!call.IsOk || call.Heard?.Resource is not ['o', 'r', 'd', '_', ..] id)
                continue;

            if (!orders.TryGetValue(id, out var order))
                yield return $"{call}: {id} does not exist";
            else if (call.Heard.Total != order.Total)
                yield return $"{call}: {id} comes to {order.Total}, not {call.Heard.Total}";
            else if (!IsSame(call.Heard, order))
                yield return $"{call}: {id} has other lines";
            else if (call.Heard.Standing is "confirmed" && order.ConfirmedAt is null)
                yield return $"{call}: {id} is not confirmed";
        }
    }

    /// <summary>I4, E3: an order is placed once, and a generation of a cart has one.</summary>
    public static IEnumerable<string> OneOrderPerCheckout(Facts facts)
    {
        var twice = facts
            .Orders()
            .Where(order => order.Placings > 1)
            .Select(order => $"{order.Id} was placed {order.Placings} times");
        var split = facts
            .Orders()
            .GroupBy(order => (order.Placed.Cart, order.Placed.Generation))
            .Where(same => same.Count() > 1)
            .Select(same => $"{same.Key} became {string.Join(", ", same.Select(o => o.Id))}");
        return twice.Concat(split);
    }

    /// <summary>I4: no order is charged twice, and no payment, whatever was retried.</summary>
    public static IEnumerable<string> ChargedAtMostOnce(Facts facts)
    {
        var owners = Owners(facts);
        foreach (var payment in facts.Ledger.GroupBy(PaymentOf))
        {
            if (!owners.ContainsKey(payment.Key))
                yield return $"{payment.First()} belongs to no order";
            if (payment.Count() > 1)
                yield return $"{payment.Key} has {payment.Count()} charges";
        }

        foreach (var charges in facts.Ledger.Where(HasMoney).GroupBy(Owner))
        {
            if (charges.Key is not null && charges.Count() > 1)
                yield return $"{charges.Key} was authorised {charges.Count()} times";
        }

        string? Owner(Charge charge) => owners.GetValueOrDefault(PaymentOf(charge))?.Id;
    }

    /// <summary>I4: a confirmed order is paid for, in full; one that ended is not.</summary>
    public static IEnumerable<string> ChargedWhenConfirmed(Facts facts)
    {
        var ledger = facts.Ledger.ToLookup(PaymentOf);
        foreach (var order in facts.Orders().Where(order => order.IsAtRest))
        {
            var charges = order.Payments.Values.SelectMany(payment => ledger[payment]).ToList();
            var reserved = charges.Sum(charge => charge.Authorized - charge.Voided);
            var kept = charges.Sum(charge => charge.Authorized - charge.Voided - charge.Refunded);
            if (order.End is OrderEnd.Confirmed && reserved != order.Total)
                yield return $"{order.Id} is confirmed for {order.Total}, authorised {reserved}";
            if (order.End is not OrderEnd.Confirmed && kept != 0)
                yield return $"{order.Id} is {order.End}, and {kept} of it are kept";
        }
    }

    /// <summary>I10: an attempt that was told no is never paid for.</summary>
    public static IEnumerable<string> RefusedStaysRefused(Facts facts)
    {
        var orders = facts.Orders().ToDictionary(order => order.Id);
        var started = facts
            .Streams<CartEvent>()
            .SelectMany(cart => cart.Steps.Select(step => (cart.Id, step.Happened)))
            .Where(each => each.Happened is CartEvent.CheckoutStarted)
            .ToLookup(
                each => (each.Id, ((CartEvent.CheckoutStarted)each.Happened).Key),
                each => (CartEvent.CheckoutStarted)each.Happened
            );
        return from call in facts.History
            where call.Kind is CallKind.Checkout && call.IsRefused
            // Which says that the order was cancelled since.
            where call.Heard!.Code is not "invalid_transition"
            from attempt in started[(call.On, call.Key)]
            let order = orders.GetValueOrDefault(attempt.Order.Value)
            where order?.Paid is { } paid && order.Payments[attempt.Attempt] == paid
            where order.ConfirmedAt is not null
            select $"{call}, and {order.Id} was paid by it";
    }

    private static bool IsSame(Heard heard, OrderFate order) =>
        heard.Lines.IsDefault
        || heard
            .Lines.Order()
            .SequenceEqual(
                order.Placed.Lines.Select(line => (line.Sku.Value, line.Quantity)).Order()
            );

    private static Dictionary<string, OrderFate> Owners(Facts facts) =>
        facts
            .Orders()
            .SelectMany(order => order.Payments.Values.Select(payment => (payment, order)))
            .GroupBy(each => each.payment)
            .ToDictionary(same => same.Key, same => same.First().order);

    private static bool HasMoney(Charge charge) => charge.Authorized > 0;

    /// <summary>Our keys are «payment:operation».</summary>
    private static string PaymentOf(Charge charge) => charge.Key.Split(':')[0];
}
