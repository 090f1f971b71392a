using System.Collections.Immutable;
using Commerce.Inventory;
using Commerce.Judging;

namespace Commerce.Stores;

/// <summary>Waits until all that was begun in a store has ended, and reads what it tells.</summary>
internal static class AtRest
{
    /// <summary>The log, once nothing in it is on its way any more.</summary>
    /// <exception cref="TimeoutException">It does not come to rest.</exception>
    public static async Task<ImmutableArray<LogItem>> Wait(Shop shop, TimeSpan max)
    {
        var log = new Log(shop);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await log.ReadOn(wait: 0);
            var facts = Facts.None with { Journal = log.Facts };
            var unrest = Invariants.Judge(facts, Invariants.AtRest);
            if (unrest.IsEmpty)
                return log.Items;
            if (TimeProvider.System.GetElapsedTime(started) > max)
                throw new TimeoutException($"No rest:\n{string.Join('\n', unrest)}");

            await log.ReadOn(wait: 5);
        }
    }

    /// <summary>The levels of every SKU in the log.</summary>
    public static async Task<ImmutableArray<StockSeen>> Levels(
        Shop shop,
        ImmutableArray<LogItem> log
    )
    {
        var skus = log.Where(item => item.Id.StartsWith("stock/", StringComparison.Ordinal))
            .Select(item => AllotmentKey.Read(item.Id.Split('/', '@')[1]).Sku.Value)
            .Distinct(StringComparer.Ordinal);
        var levels = ImmutableArray.CreateBuilder<StockSeen>();
        foreach (var sku in skus)
        {
            var stock = (await shop.GetStock(sku)).Expect(200);
            levels.Add(
                new(sku, stock.Number("available"), stock.Number("held"), stock.Number("sold"))
            );
        }

        return levels.ToImmutable();
    }

    /// <summary>What does not add up, in the store's own words.</summary>
    public static async Task<ImmutableArray<string>> Books(Shop shop)
    {
        var report = (await shop.Get("/admin/v1/integrity")).Expect(200).Body;
        var off = report["deltas"]!
            .AsArray()
            .Where(each => each!["delta"]!.GetValue<long>() != 0)
            .Select(each => each!.ToJsonString());
        var inFlight = report["inFlight"]!.GetValue<long>();
        return
        [
            .. off,
            .. report["faults"]!.AsArray().Select(each => each!.ToJsonString()),
            .. inFlight == 0 ? (string[])[] : [$"{inFlight} orders are in flight"],
        ];
    }
}
