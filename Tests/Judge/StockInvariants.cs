using Commerce.Inventory;
using static Commerce.Inventory.StockEvent;

namespace Commerce.Judging;

/// <summary>What must be true of stock.</summary>
internal static class StockInvariants
{
    /// <summary>How long after its end a hold may still stand, where somebody was there.</summary>
    private static readonly TimeSpan LatenessMax = TimeSpan.FromSeconds(1);

    /// <summary>
    /// I1: never more units promised than there are, at no moment of the journal.
    /// </summary>
    public static IEnumerable<string> NothingOversold(Facts facts)
    {
        foreach (var stock in facts.Streams<StockEvent>())
        {
            var shelf = new Shelf(stock.Id);
            var isShort = false;
            for (var i = 0; i < stock.Steps.Length; i++)
            {
                shelf.Follow(stock.Steps[i]);
                var happened = stock.Steps[i].Happened;
                var isBelow = shelf.Available < -shelf.BackorderCap;
                isShort = isBelow && (isShort || happened is FellShort);
                var isTold = i + 1 < stock.Steps.Length && stock.Steps[i + 1].Happened is FellShort;
                var promises = happened is Held or Sold { Late: true };
                if (isBelow && (promises || !(isShort || isTold)))
                    yield return $"{stock.Id}: {shelf.Available} units after {happened}";
            }
        }
    }

    /// <summary>
    /// I1: what orders were confirmed for is what was sold to them, no more, no less.
    /// </summary>
    public static IEnumerable<string> SalesMatchOrders(Facts facts)
    {
        var sales = facts
            .Streams<StockEvent>()
            .SelectMany(stock => stock.Steps.Select(step => (Sku: stock.Id, step.Happened)))
            .Select(each =>
                each.Happened switch
                {
                    Sold e => (each.Sku, Order: e.Holder, Units: (long)e.Quantity),
                    Restocked e => (each.Sku, Order: e.Request, Units: -(long)e.Quantity),
                    _ => default,
                }
            )
            .Where(sale => sale.Order is not null)
            .ToLookup(sale => (sale.Sku, sale.Order), sale => sale.Units);
        foreach (var order in facts.Orders().Where(order => order.IsAtRest))
        {
            foreach (var sku in order.Placed.Lines.Select(line => line.Sku.Value).Distinct())
            {
                var expected = order.End is OrderEnd.Confirmed ? order.Units(sku) : 0;
                var sold = sales[(sku, order.Id)].Sum();
                if (sold != expected)
                    yield return $"{order.Id} ({order.End}) has {sold} of {sku}, not {expected}";
            }
        }
    }

    /// <summary>I1, E2: no order is confirmed before every unit of it is sold to it.</summary>
    public static IEnumerable<string> SoldBeforeConfirmed(Facts facts)
    {
        var sold = facts
            .Streams<StockEvent>()
            .SelectMany(stock => stock.Steps.Select(step => (stock.Id, step)))
            .Where(each => each.step.Happened is Sold)
            .ToLookup(
                each => (each.Id, ((Sold)each.step.Happened).Holder),
                each => each.step.Position
            );
        return from order in facts.Orders()
            where order.ConfirmedAt is not null
            from line in order.Placed.Lines
            where !sold[(line.Sku.Value, order.Id)].Any(position => position < order.ConfirmedAt)
            select $"{order.Id} was confirmed before its {line.Sku} was sold to it";
    }

    /// <summary>I1: the store tells the levels that its journal makes.</summary>
    public static IEnumerable<string> LevelsMatchJournal(Facts facts)
    {
        var told = facts.Streams<StockEvent>().ToDictionary(stock => stock.Id);
        foreach (var seen in facts.Stock)
        {
            var shelf = new Shelf(seen.Sku);
            if (told.TryGetValue(seen.Sku, out var stock))
                shelf.Follow(stock);

            var counted = new StockSeen(seen.Sku, shelf.Available, shelf.Held, shelf.Sold);
            if (counted != seen)
                yield return $"the store says {seen}, the journal {counted}";
        }
    }

    /// <summary>I5: each hold ends once, of the units that it held.</summary>
    public static IEnumerable<string> HoldsEndOnce(Facts facts) =>
        facts.Streams<StockEvent>().SelectMany(stock => new Shelf(stock.Id).Follow(stock).Wrong);

    /// <summary>
    /// I5: a hold that runs out is gone within a second, or of the store's return.
    /// </summary>
    public static IEnumerable<string> HoldsEndInTime(Facts facts) =>
        from stock in facts.Streams<StockEvent>()
        from hold in new Shelf(stock.Id).Follow(stock).Lapsed
        let end = facts
            .Outages.Where(outage => outage.From <= hold.At && hold.Due <= outage.To)
            .Select(outage => outage.To)
            .Append(hold.Due)
            .Max()
        where hold.At > end + LatenessMax
        select $"{stock.Id}: {hold.Name} ran out at {hold.Due:O} and stood until {hold.At:O}";

    /// <summary>I5: at rest nothing is held.</summary>
    public static IEnumerable<string> NothingHeldAtRest(Facts facts) =>
        from stock in facts.Streams<StockEvent>()
        where facts.IsAtRest
        from name in new Shelf(stock.Id).Follow(stock).Open
        select $"{stock.Id}: {name} is still held";

    /// <summary>
    /// E15, at rest: every order has come to its end, and has given back what it held.
    /// </summary>
    public static IEnumerable<string> OrdersRest(Facts facts) =>
        from order in facts.Orders()
        where facts.IsAtRest && !order.IsAtRest
        select $"{order.Id} never came to rest: {order.End}";
}
