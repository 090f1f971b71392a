using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using Commerce.EventSourcing;
using Commerce.Inventory;

namespace Commerce.LoadTests.Micro;

[Description("a SKU that 1,000 hold: one more holds, one of them buys, and what that makes of it")]
public class StockDecisions
{
    private const int Holds = 1_000;

    private Stock _stock = Stock.Initial;
    private StockEvent? _held;
    private StockEvent? _sold;

    [GlobalSetup]
    public void Fill()
    {
        var received = Stock.Initial.Receive(
            new("r1", "h", Samples.Soon),
            "mov_1",
            Stock.MovementQuantityMax,
            "bench",
            Samples.Noon
        );
        _stock = Stock.Initial.Evolve(received.Event(), Samples.Noon);
        for (var number = 1; number <= Holds; number++)
            _stock = _stock.Evolve(Hold(number).Event(), Samples.Noon);

        _held = DecideHold().Event();
        _sold = DecideSell().Event();
    }

    [Benchmark]
    public Decision<Hold, StockEvent> DecideHold() => Hold(Holds + 1);

    [Benchmark]
    public Decision<HoldEnding, StockEvent> DecideSell() =>
        _stock.Sell(NameOf(Holds / 2), Samples.Soon, Samples.Noon);

    [Benchmark]
    public Stock EvolveHeld() => _stock.Evolve(_held!, Samples.Noon);

    [Benchmark]
    public Stock EvolveSold() => _stock.Evolve(_sold!, Samples.Noon);

    private Decision<Hold, StockEvent> Hold(int number) =>
        _stock.Hold(NameOf(number), 1, TimeSpan.FromMinutes(15), Samples.Soon, Samples.Noon);

    private static HoldName NameOf(int number) => new($"{Samples.Order[..^4]}{number:0000}", 1);
}
