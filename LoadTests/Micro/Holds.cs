using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using Commerce.Inventory;

namespace Commerce.LoadTests.Micro;

[Description(
    "in process, on one SKU: the call of its grain by some at once, until the hold is durable"
)]
[WarmupCount(15), IterationCount(10)] // Much code, compiled anew while it runs.
public class Holds
{
    /// <summary>In one run of the method: each time is that of one hold.</summary>
    private const int Count = 8_192;

    private LocalStore? _store;
    private IStockGrain? _stock;
    private int _runs;

    [Params(64, 256, 512)]
    public int Callers { get; set; } = 64;

    private static Deadline Soon => new(TimeProvider.System.GetUtcNow().AddSeconds(9));

    [GlobalSetup]
    public async Task Start()
    {
        _store = await LocalStore.Start();
        _stock = _store.Grains.Stock(new("HOT"));
        for (var n = 0; n < 5; n++)
            await _stock.Receive(new($"r{n}", "h", Soon), Stock.MovementQuantityMax, "bench");
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public async Task Hold()
    {
        var run = _runs++;
        await Task.WhenAll(
            Enumerable.Range(0, Callers).Select(caller => Task.Run(() => Call($"{run}-{caller}")))
        );
    }

    [GlobalCleanup]
    public async Task Stop() => await _store!.DisposeAsync();

    private async Task Call(string caller)
    {
        for (var i = 0; i < Count / Callers; i++)
        {
            var name = new HoldName($"{caller}-{i}", 1);
            var held = await _stock!.Hold(name, 1, TimeSpan.FromMinutes(10), Soon);
            if (!held.IsAccepted)
                throw new InvalidOperationException(held.Rejection.Code);
        }
    }
}
