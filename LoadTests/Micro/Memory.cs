using Commerce.Orders;

namespace Commerce.LoadTests.Micro;

/// <summary>
/// What a grain keeps in memory, all of it: its state, its shell, and what Orleans, the journal and
/// the directory remember of it. Full collections before and after tell.
/// </summary>
/// <remarks>
/// No benchmark: what stays counts here, not what was allocated on the way, and in one order.
/// </remarks>
internal sealed class Memory(LocalStore store, int count, TextWriter output)
{
    public const string Description =
        "bytes that carts, orders and SKUs keep, with all that remembers them";

    private const int DirectoryRounds = 3; // After them it grows no more.

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IGrainFactory _grains = store.Grains;
    private readonly IdGenerator _ids = store.Services.GetRequiredService<IdGenerator>();

    private static Deadline Soon => new(TimeProvider.System.GetUtcNow().AddSeconds(9));

    /// <param name="count">Grains of each kind.</param>
    /// <param name="output">Where to tell.</param>
    public static async Task Measure(int count, TextWriter output)
    {
        await using var store = await LocalStore.Start();
        await new Memory(store, count, output).Measure();
    }

    private async Task Measure()
    {
        await output.WriteLineAsync($"\n{nameof(Memory)}: {Description}\n");
        await Fill("warm-up", i => Receive($"WARM-{i}"));
        await Fill("SKU grain", i => Receive($"SKU-{i}"));
        await Fill("cart grain, while active", _ => Open());
        for (var i = 0; i < DirectoryRounds; i++)
            await Fill("carts that fill the cache of the directory", _ => Open(), Collect);

        await Fill("idle cart", _ => Open(), Collect);
        await Fill("payment that awaits its payer", _ => Pay());
        await Fill("order that awaits its payer, with its payment and hold", Place);
    }

    private async Task Fill(string name, Func<int, Task> make, Func<Task>? rest = null)
    {
        var before = Heap();
        await Parallel.ForAsync(0, count, async (i, _) => await make(i));
        if (rest is not null)
            await rest();

        await output.WriteLineAsync($"{name}: {(Heap() - before) / (double)count:n0} bytes");
    }

    private static long Heap()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private async Task Receive(string sku) =>
        await _grains.Stock(new(sku)).Receive(new($"r-{sku}", "h", Soon), 1_000, "bench");

    private async Task Open() => await _grains.Cart(new(_ids.New("crt"))).Open(Samples.Euro);

    private async Task Pay() =>
        await _grains
            .Payment(new(_ids.New("pay")))
            .Authorize(
                new(new(1_999, Samples.Euro), "tok_action_required", "order/none"),
                Patience
            );

    private async Task Place(int i)
    {
        var price = new Money(1_999, Samples.Euro);
        var line = new PricedLine("lin_1", new($"SKU-{i}"), "prd_1", "A thing", 1, price);
        var placement = Samples.Placement with
        {
            Cart = new(_ids.New("crt")),
            Lines = [line],
            Token = "tok_action_required",
        };
        var placed = await _grains.Order(new(_ids.New("ord"))).Place(placement, Patience);
        if (placed is not { IsAccepted: true, Value.Status: OrderStatus.AwaitingPayment })
            throw new InvalidOperationException($"An order was not placed: {placed.Rejection}");
    }

    /// <summary>Lets go of every grain that is not in use.</summary>
    private Task Collect() =>
        _grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
}
