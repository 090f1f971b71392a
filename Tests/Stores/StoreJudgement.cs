using Commerce.Judging;

namespace Commerce.Stores;

/// <summary>Brings a store to rest, and judges the run.</summary>
internal static class StoreJudgement
{
    /// <summary>What is not at rest after so long never will be.</summary>
    private static readonly TimeSpan RestMax = TimeSpan.FromMinutes(5);

    /// <summary>Fails unless the store comes to rest and the run breaks no invariant.</summary>
    public static async Task<Facts> Judge(this StoreProcess store, Witness? witness = null)
    {
        var facts = await store.Rest(witness);
        Assert.Equal([], Invariants.Judge(facts));
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
        var first = await AtRest.Wait(shop, RestMax);
        var second = new Log(shop);
        await second.ReadOn(wait: 0);
        return Facts.None with
        {
            Journal = second.Facts,
            Off = await AtRest.Books(shop),
            Stock = await AtRest.Levels(shop, first),
            Readings = [first, second.Items],
        };
    }
}
