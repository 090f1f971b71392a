using System.Collections.Immutable;
using Commerce.Judging;
using Xunit.Sdk;

namespace Commerce.Stores;

/// <summary>Brings a store to rest, and judges the run.</summary>
internal static class StoreJudgement
{
    /// <summary>What is not at rest after so long never will be.</summary>
    private static readonly TimeSpan RestMax = TimeSpan.FromSeconds(150);

    /// <summary>Fails unless the store comes to rest and the run breaks no invariant.</summary>
    public static async Task<Facts> Judge(this StoreProcess store, Witness? witness = null)
    {
        var facts = await store.Rest(witness);
        Assert.Equal([], Invariants.Judge(facts));
        Assert.Equal([], facts.Off);
        return facts;
    }

    /// <summary>
    /// Waits until nothing is on its way any more, then kills it and takes the facts.
    /// </summary>
    public static async Task<Facts> Rest(this StoreProcess store, Witness? witness = null)
    {
        var seen = await store.Shop.SeenAtRest();
        var left = await store.KillAndRead();
        return left with
        {
            Off = seen.Off,
            History = witness?.History ?? [],
            Stock = seen.Stock,
            Readings = seen.Readings,
        };
    }

    /// <summary>
    /// Waits until nothing is on its way any more, and takes what the store tells of itself.
    /// </summary>
    public static async Task<Facts> SeenAtRest(this Shop shop)
    {
        var first = await UntilAtRest(shop);
        var second = new Log(shop);
        await second.ReadOn(wait: 0);
        var skus = first
            .Items.Where(item => item.Id.StartsWith("stock/", StringComparison.Ordinal))
            .Select(item => item.Id.Split('/', '@')[1])
            .Distinct(StringComparer.Ordinal);
        var levels = ImmutableArray.CreateBuilder<StockSeen>();
        foreach (var sku in skus)
        {
            var stock = (await shop.GetStock(sku)).Expect(200);
            levels.Add(
                new(sku, stock.Number("available"), stock.Number("held"), stock.Number("sold"))
            );
        }

        return Facts.None with
        {
            Journal = second.Facts,
            Off = await ReadBooks(shop),
            Stock = levels.ToImmutable(),
            Readings = [first.Items, second.Items],
        };
    }

    /// <summary>What does not add up, in the store's own words.</summary>
    private static async Task<ImmutableArray<string>> ReadBooks(Shop shop)
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

    private static async Task<Log> UntilAtRest(Shop shop)
    {
        var log = new Log(shop);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await log.ReadOn(wait: 0);
            var facts = Facts.None with { Journal = log.Facts };
            var unrest = Invariants.Judge(facts, Invariants.AtRest);
            if (unrest.IsEmpty)
                return log;
            if (TimeProvider.System.GetElapsedTime(started) > RestMax)
                throw new XunitException($"No rest:\n{string.Join('\n', unrest)}");

            await log.ReadOn(wait: 5);
        }
    }
}
