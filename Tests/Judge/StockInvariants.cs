using Commerce.Inventory;
using Commerce.Orders;
using static Commerce.Inventory.StockEvent;

namespace Commerce.Judging;

/// <summary>What must be true of stock.</summary>
internal static class StockInvariants
{
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
                var promises = happened is Held or Granted or Sold { Late: true };
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
            .SelectMany(stock => stock.Steps.Select(step => (Stock: stock.Id, step.Happened)))
            .Select(each =>
                each.Happened switch
                {
                    Sold e => (each.Stock, Buyer: e.Holder, e.Round, Units: (long)e.Quantity),
                    Restocked e => (
                        each.Stock,
                        Buyer: e.Request,
                        Round: 0,
                        Units: -(long)e.Quantity
                    ),
                    _ => default,
                }
            )
            .Where(sale => sale.Buyer is not null)
            .ToList();
        foreach (var order in facts.Orders().Where(order => order.IsAtRest))
        {
            var lines = order.Placed.Lines;
            foreach (var sku in lines.Select(line => line.Sku).Distinct())
            {
                var isConfirmed = order.End is OrderEnd.Confirmed;
                var has = sales
                    .Where(sale => AllotmentKey.Read(sale.Stock).Sku == sku)
                    .Where(sale => lines.Any(line => IsOf(sale.Buyer, sale.Round, order, line)))
                    .ToLookup(sale => sale.Stock, sale => sale.Units);
                // What comes back to a sale that is settled is put back into normal stock.
                var wrong = isConfirmed
                    ? lines
                        .Where(line => line.Sku == sku)
                        .GroupBy(StockOf)
                        .Any(same => has[same.Key].Sum() != same.Sum(line => line.Quantity))
                    : has.Sum(each => each.Sum()) != 0;
                var sold = has.Sum(each => each.Sum());
                var expected = isConfirmed ? order.Units(sku.Value) : 0;
                if (wrong || sold != expected)
                    yield return $"{order.Id} ({order.End}) has {sold} of {sku}, not {expected}";
            }
        }
    }

    /// <summary>The stock that a line's units are of: normal stock, or a sale's.</summary>
    private static string StockOf(OrderLine line) =>
        line.Sale is { } sale ? AllotmentKey.Of(line.Sku, sale.Allotment) : line.Sku.Value;

    /// <summary>
    /// Whether units were sold to an order: by its own name, or by the hold that it took over.
    /// </summary>
    private static bool IsOf(string buyer, int round, OrderFate order, OrderLine line) =>
        buyer == order.Id || line.Sale?.Hold == new HoldName(buyer, round);

    /// <summary>I1, E2: no order is confirmed before every unit of it is sold to it.</summary>
    public static IEnumerable<string> SoldBeforeConfirmed(Facts facts)
    {
        var sold = facts
            .Streams<StockEvent>()
            .SelectMany(stock => stock.Steps.Select(step => (stock.Id, step)))
            .Where(each => each.step.Happened is Sold)
            .ToLookup(each => each.Id, each => (each.step.Position, (Sold)each.step.Happened));
        return from order in facts.Orders()
            where order.ConfirmedAt is not null
            from line in order.Placed.Lines
            where
                !sold[StockOf(line)]
                    .Any(sale =>
                        sale.Position < order.ConfirmedAt
                        && IsOf(sale.Item2.Holder, sale.Item2.Round, order, line)
                    )
            select $"{order.Id} was confirmed before its {line.Sku} was sold to it";
    }

    /// <summary>I1: the store tells the levels that its journal makes.</summary>
    public static IEnumerable<string> LevelsMatchJournal(Facts facts)
    {
        var shelves = facts
            .Streams<StockEvent>()
            .Select(stock => (AllotmentKey.Read(stock.Id).Sku, new Shelf(stock.Id).Follow(stock)))
            .ToLookup(each => each.Sku.Value, each => each.Item2);
        foreach (var seen in facts.Stock)
        {
            // What is on its way is nobody's, and counts as available.
            var of = shelves[seen.Sku];
            var (held, sold) = (of.Sum(shelf => shelf.Held), of.Sum(shelf => shelf.Sold));
            var there = of.Where(shelf => !shelf.IsAllotment)
                .Sum(shelf => shelf.Available + shelf.Held + shelf.Sold + shelf.Allotted);
            var counted = new StockSeen(seen.Sku, there - held - sold, held, sold);
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
        from lapse in Lapses(facts)
        where lapse.Late > facts.HoldLatenessMax
        select $"{lapse.Sku}: {lapse.Hold.Name} ran out at {lapse.Hold.Due:O} and stood until "
            + $"{lapse.Hold.At:O}";

    /// <summary>Each hold that ran out, and how late: outages do not count.</summary>
    public static IEnumerable<(string Sku, LapsedHold Hold, TimeSpan Late)> Lapses(Facts facts) =>
        from stock in facts.Streams<StockEvent>()
        from hold in new Shelf(stock.Id).Follow(stock).Lapsed
        let end = facts
            .Outages.Where(outage => outage.From <= hold.At && hold.Due <= outage.To)
            .Select(outage => outage.To)
            .Append(hold.Due)
            .Max()
        select (stock.Id, hold, hold.At - end);

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
