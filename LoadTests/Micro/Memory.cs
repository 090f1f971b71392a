using Commerce.Orders;
using Commerce.Shipping;

namespace Commerce.LoadTests.Micro;

/// <summary>
/// What a grain keeps in memory, all of it: its state, its shell, and what Orleans, the journal and
/// the directory remember of it. Full collections before and after tell.
/// </summary>
internal sealed class Memory(IGrainFactory grains, IdGenerator ids)
{
    private const int Grains = 10_000;
    private const int DirectoryRounds = 3; // After them it grows no more.
    private static readonly Currency Euro = new("EUR");

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static Deadline Soon => new(TimeProvider.System.GetUtcNow().AddSeconds(9));

    public async Task Measure()
    {
        await Fill("warm-up", i => Receive($"WARM-{i}"));
        await Fill("SKU grain", i => Receive($"SKU-{i}"));
        await Fill("cart grain, while active", _ => Open());
        for (var i = 0; i < DirectoryRounds; i++)
            await Fill("carts that fill the cache of the directory", _ => Open(), Collect);

        await Fill("idle cart", _ => Open(), Collect);
        await Fill("payment that awaits its payer", _ => Pay());
        await Fill("order that awaits its payer, with its payment and hold", Place);
    }

    private static async Task Fill(string name, Func<int, Task> make, Func<Task>? rest = null)
    {
        var before = Heap();
        await Parallel.ForAsync(0, Grains, async (i, _) => await make(i));
        if (rest is not null)
            await rest();

        Console.WriteLine($"{name}: {(Heap() - before) / (double)Grains:n0} bytes");
    }

    private static long Heap()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private async Task Receive(string sku) =>
        await grains.Stock(new(sku)).Receive(new($"r-{sku}", "h", Soon), 1_000, "bench");

    private async Task Open() => await grains.Cart(new(ids.New("crt"))).Open(Euro);

    private async Task Pay() =>
        await grains
            .Payment(new(ids.New("pay")))
            .Authorize(new(new(1_999, Euro), "tok_action_required", "order/none"), Patience);

    private async Task Place(int i)
    {
        var price = new Money(1_999, Euro);
        var line = new PricedLine("lin_1", new($"SKU-{i}"), "prd_1", "A thing", 1, price);
        var placed = await grains
            .Order(new(ids.New("ord")))
            .Place(
                new(
                    new(ids.New("crt")),
                    Generation: 1,
                    Euro,
                    [line],
                    new("DE"),
                    new('x', 300),
                    [.. new byte[64]],
                    "tok_action_required",
                    ShippingMethod.Standard
                ),
                Patience
            );
        if (placed is not { IsAccepted: true, Value.Status: OrderStatus.AwaitingPayment })
            throw new InvalidOperationException($"An order was not placed: {placed.Rejection}");
    }

    /// <summary>Lets go of every grain that is not in use.</summary>
    private Task Collect() =>
        grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
}
