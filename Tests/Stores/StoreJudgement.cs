using Commerce.Judging;

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
        return facts;
    }

    /// <summary>
    /// Waits until nothing is on its way any more, then kills it and takes the facts.
    /// </summary>
    public static async Task<Facts> Rest(this StoreProcess store, Witness? witness = null)
    {
        var first = await AtRest.Wait(store.Shop, RestMax);
        var second = await Log.Read(store.Shop);
        var levels = await AtRest.Levels(store.Shop, first);
        var off = await AtRest.Books(store.Shop);
        var left = await store.KillAndRead();
        return left with
        {
            Off = off,
            History = witness?.History ?? [],
            Stock = levels,
            Readings = [first, second],
        };
    }
}
