using Commerce.FlashSales;
using static Commerce.FlashSales.PurchaseLimitEvent;

namespace Commerce.Judging;

/// <summary>What must be true of purchase limits.</summary>
internal static class LimitInvariants
{
    /// <summary>
    /// I9: of a sale nobody has more units in confirmed orders than one identity may have, by what
    /// the orders themselves say of their buyers.
    /// </summary>
    public static IEnumerable<string> NobodyIsOverALimit(Facts facts) =>
        from order in facts.Orders()
        where order.End is OrderEnd.Confirmed
        // Who has signed in is known as the buyer, and by each attempt to pay.
        from limit in order
            .Limits.SelectMany(each => each.Keys.Select(key => (each.Sale, each.Max, Key: key)))
            .Distinct()
        group (limit.Max, Units: Units(order, limit.Sale)) by (limit.Sale, limit.Key) into identity
        let units = identity.Sum(each => each.Units)
        where units > identity.Max(each => each.Max)
        select $"{identity.Key.Key} has {units} units of {identity.Key.Sale}";

    /// <summary>I9: what a confirmed order buys of a sale stands in each of its ledgers.</summary>
    public static IEnumerable<string> OrdersAreCounted(Facts facts)
    {
        var claims = Claims(facts).ToLookup(each => (each.Ledger, each.Order));
        return from order in facts.Orders()
            where order.End is OrderEnd.Confirmed
            from limit in order.Limits
            from key in limit.Keys
            let ledger = $"{limit.Sale.Value}/{key}"
            let claimed = claims[(ledger, order.Id)].Sum(each => each.Units)
            where claimed != Units(order, limit.Sale)
            select $"{order.Id} has {claimed} of its {Units(order, limit.Sale)} in {ledger}";
    }

    /// <summary>
    /// I9: an order claims once it is there, and of one that has settled, or for a means of payment
    /// that has not paid, nothing is claimed.
    /// </summary>
    public static IEnumerable<string> NoClaimIsLeftBehind(Facts facts)
    {
        var orders = facts.Orders().ToDictionary(order => order.Id, StringComparer.Ordinal);
        return from claim in Claims(facts)
            let order = orders.GetValueOrDefault(claim.Order)
            where
                order is null or { End: OrderEnd.Settled }
                || (order.End is OrderEnd.Confirmed && !IsIn(order, claim.Ledger))
            select $"{claim.Order} has claimed {claim.Units} in {claim.Ledger}";
    }

    private static bool IsIn(OrderFate order, string ledger) =>
        order.Limits.Any(limit => limit.Keys.Any(key => $"{limit.Sale.Value}/{key}" == ledger));

    private static long Units(OrderFate order, SaleId sale) =>
        order.Placed.Lines.Where(line => line.Sale?.Sale == sale).Sum(line => (long)line.Quantity);

    /// <summary>What orders have claimed and not given back.</summary>
    private static IEnumerable<(string Ledger, string Order, long Units)> Claims(Facts facts) =>
        from ledger in facts.Streams<PurchaseLimitEvent>()
        from claim in Open(ledger)
        let order = claim.Holder.Split('/')[0]
        where order.StartsWith("ord_", StringComparison.Ordinal)
        select (ledger.Id, order, (long)claim.Units);

    private static Dictionary<string, Claimed>.ValueCollection Open(Told<PurchaseLimitEvent> ledger)
    {
        var open = new Dictionary<string, Claimed>(StringComparer.Ordinal);
        foreach (var step in ledger.Steps)
        {
            switch (step.Happened)
            {
                case Claimed e:
                    open.Remove(e.Replaces ?? "");
                    open[e.Holder] = e;
                    break;
                case Released e:
                    open.Remove(e.Holder);
                    break;
            }
        }

        return open.Values;
    }
}
