using Commerce.Judging;
using Commerce.Stores;

namespace Commerce.Crashes;

/// <summary>Shoppers at work on a store that dies under them.</summary>
internal sealed class CrashLoad : IAsyncDisposable
{
    private const int Shoppers = 16;

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private CrashLoad(StoreProcess store, int seed) =>
        _running = Task.WhenAll(
            Enumerable
                .Range(0, Shoppers)
                .Select(number =>
                    new Buyer(
                        store.Shop,
                        () => Habits,
                        store.Back,
                        Witness,
                        number,
                        (seed * 100) + number
                    ).Run(_stop.Token)
                )
        );

    private static Habits Habits { get; } =
        new(["TEA", "COFFEE", "CUP", "POT", "SPOON"], Habits.AllTokens, TwiceIn: 4);

    public Witness Witness { get; } = new();

    /// <summary>A few units of a few SKUs, and shoppers who want more.</summary>
    public static async Task<CrashLoad> Start(StoreProcess store, int seed)
    {
        foreach (var sku in Habits.Skus)
            await store.Shop.Stock(sku, units: 8);

        return new(store, seed);
    }

    /// <summary>
    /// Completes when the shoppers made so many calls, or fails as one of them does.
    /// </summary>
    public async Task Answered(int calls) =>
        await await Task.WhenAny(Witness.Answered(calls), _running);

    /// <summary>Waits for the store to die by itself, or fails as a shopper does.</summary>
    public async Task Killed(StoreProcess store) =>
        await await Task.WhenAny(store.Died(), _running);

    /// <summary>The shoppers finish what they began.</summary>
    public async Task Finish()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public ValueTask DisposeAsync()
    {
        _stop.Dispose();
        return ValueTask.CompletedTask;
    }
}
