using Commerce.Inventory;
using static Commerce.Inventory.StockEvent;

namespace Commerce.Judging;

/// <summary>
/// I2: there is one order of a SKU's operations that explains every answer and keeps to real time.
/// The journal offers one; it is the right one if no answer contradicts it. What is unknown may
/// have happened or not.
/// </summary>
internal static class LinearInvariants
{
    /// <summary>The journal counts milliseconds, the clients finer.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(2);

    /// <summary>What was answered before something else was asked for comes before it.</summary>
    public static IEnumerable<string> StockKeepsRealTime(Facts facts)
    {
        foreach (var stock in facts.Streams<StockEvent>())
        {
            var effects = Effects(facts, stock).OrderBy(each => each.Call.Asked).ToList();
            var answered = effects.OrderBy(each => each.Call.Answered).ToList();
            var (next, newest) = (0, (Call: (Call?)null, Position: 0L));
            foreach (var (call, position) in effects)
            {
                for (; next < answered.Count && answered[next].Call.Answered < call.Asked; next++)
                    newest = answered[next].Position > newest.Position ? answered[next] : newest;

                if (newest.Position > position)
                    yield return $"{stock.Id}: {call} took effect before {newest.Call}";
            }
        }
    }

    /// <summary>Every yes has its effect in the journal.</summary>
    public static IEnumerable<string> StockTellsTheTruth(Facts facts)
    {
        var told = facts.Streams<StockEvent>().ToDictionary(stock => stock.Id);
        return from call in facts.History
            where call.IsOk && call.Kind is CallKind.Hold or CallKind.Sell or CallKind.Receive
            where !told.TryGetValue(call.On, out var stock) || Find(stock, call) == 0
            select $"{call} left nothing in the journal";
    }

    /// <summary>
    /// Whoever heard that too few units are left, there was a moment when it was so.
    /// </summary>
    public static IEnumerable<string> RefusalsWereTrue(Facts facts)
    {
        var told = facts.Streams<StockEvent>().ToDictionary(stock => stock.Id);
        return from call in facts.History
            where call.Kind is CallKind.Hold && call.Heard?.Code is "insufficient_stock"
            where
                !told.TryGetValue(call.On, out var stock)
                || Fewest(stock, call.Asked - Grain, call.Answered + Grain) >= call.Quantity
            select $"{call} was told no, and there were units all the time";
    }

    /// <summary>What was read at a version is what the journal has at that version.</summary>
    public static IEnumerable<string> ReadsWereDurable(Facts facts)
    {
        var told = facts.Streams<StockEvent>().ToDictionary(stock => stock.Id);
        foreach (var call in facts.History.Where(call => call.Heard?.Level is not null))
        {
            var heard = call.Heard!;
            var shelf = new Shelf(call.On);
            if (told.TryGetValue(call.On, out var stock))
                stock.Steps.Take((int)heard.Version).ToList().ForEach(shelf.Follow);

            // What a sale holds and sells of its part is told with it, at no version of this one.
            var level = new StockSeen(call.On, shelf.Available, shelf.Held, shelf.Sold);
            var isKept =
                shelf.Allotted == 0
                    ? level == heard.Level
                    : level.Units + shelf.Allotted == heard.Level!.Units;
            if (!isKept)
                yield return $"{call} saw {heard.Level} where {heard.Version} is {level}";
        }
    }

    /// <summary>
    /// Whoever reads after somebody else was answered sees what that one did or saw, unless a silo
    /// was cut off meanwhile.
    /// </summary>
    public static IEnumerable<string> ReadsKeepRealTime(Facts facts) =>
        StaleReads(facts)
            .Where(each => !facts.IsInCut(each.Read))
            .Select(each => $"{each.Read} saw {each.Saw} after {each.Newest} of {each.Before}");

    /// <summary>Reads that saw less than what somebody was told before they began.</summary>
    public static IEnumerable<(Call Read, long Saw, Call Before, long Newest)> StaleReads(
        Facts facts
    )
    {
        var reads = facts
            .History.Where(call => call.Heard?.Level is not null)
            .Select(call => (Call: call, call.Heard!.Version));
        var writes = facts.Streams<StockEvent>().SelectMany(stock => Versions(facts, stock));
        foreach (var sku in reads.Concat(writes).GroupBy(each => each.Call.On))
        {
            var answered = sku.OrderBy(each => each.Call.Answered).ToList();
            var (next, newest) = (0, answered[0] with { Version = 0 });
            foreach (var (call, version) in sku.OrderBy(each => each.Call.Asked))
            {
                for (; next < answered.Count && answered[next].Call.Answered < call.Asked; next++)
                    newest = answered[next].Version > newest.Version ? answered[next] : newest;

                if (call.Heard?.Level is not null && version < newest.Version)
                    yield return (call, version, newest.Call, newest.Version);
            }
        }
    }

    /// <summary>The version of its SKU at which each call took effect.</summary>
    private static IEnumerable<(Call Call, long Version)> Versions(
        Facts facts,
        Told<StockEvent> stock
    )
    {
        var versions = stock
            .Steps.Select((step, i) => (step.Position, Version: i + 1L))
            .ToDictionary(each => each.Position, each => each.Version);
        return Effects(facts, stock).Select(each => (each.Call, versions[each.Position]));
    }

    private static IEnumerable<(Call Call, long Position)> Effects(
        Facts facts,
        Told<StockEvent> stock
    ) =>
        // Asked again, a thing took effect when it was first asked for, answered or not.
        facts
            .History.Where(call => call.On == stock.Id)
            .Select(call => (Call: call, Position: Find(stock, call)))
            .Where(each => each.Position > 0)
            .GroupBy(each => each.Position)
            .Where(same => same.Count() == 1)
            .Select(same => same.Single())
            .Where(each => each.Call.IsOk);

    /// <summary>The position at which a call took effect; 0 where it did not.</summary>
    private static long Find(Told<StockEvent> stock, Call call) =>
        stock
            .Steps.FirstOrDefault(step =>
                (call.Kind, step.Happened) switch
                {
                    (CallKind.Hold, Held e) => e.Holder == call.Key && e.Quantity == call.Quantity,
                    (CallKind.Sell, Sold e) => e.Holder == call.Key,
                    (CallKind.Release, Released e) => e.Holder == call.Key,
                    (CallKind.Receive, Received e) => e.Key == call.Key,
                    _ => false,
                }
            )
            ?.Position
        ?? 0;

    /// <summary>The fewest units that could be had at any moment from then to then.</summary>
    private static long Fewest(Told<StockEvent> stock, DateTimeOffset from, DateTimeOffset to)
    {
        var shelf = new Shelf(stock.Id);
        var fewest = long.MaxValue;
        foreach (var step in stock.Steps)
        {
            if (step.At > from)
                fewest = long.Min(fewest, shelf.Saleable);
            if (step.At > to)
                return fewest;

            shelf.Follow(step);
        }

        return long.Min(fewest, shelf.Saleable);
    }
}
