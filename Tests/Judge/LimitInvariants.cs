using Commerce.FlashSales;

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
        from limit in order.Placed.Limits ?? []
        from key in limit.Keys
        group (limit.Max, Units: Units(order, limit.Sale)) by (limit.Sale, key) into identity
        let units = identity.Sum(each => each.Units)
        where units > identity.Max(each => each.Max)
        select $"{identity.Key.key} has {units} units of {identity.Key.Sale}";

    private static long Units(OrderFate order, SaleId sale) =>
        order.Placed.Lines.Where(line => line.Sale?.Sale == sale).Sum(line => (long)line.Quantity);
}
