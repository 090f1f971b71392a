using System.ComponentModel;
using BenchmarkDotNet.Attributes;
using Commerce.EventSourcing;
using Commerce.Inventory;

namespace Commerce.LoadTests.Micro;

[Description("an event to the JSON that the journal keeps of it, and back")]
public class StoredEvents
{
    private Func<NewEvent>? _serialize;
    private Func<object>? _deserialize;

    [Params("stock.held", "cart.line-added", "order.placed", "product.written")]
    public string Kind { get; set; } = "stock.held";

    [GlobalSetup]
    public void Make()
    {
        switch (Kind)
        {
            case "stock.held":
                Use<StockEvent>(new StockEvent.Held(Samples.Order, 1, 1, Samples.Noon));
                break;
            case "cart.line-added":
                var cart = new CartDecisions();
                cart.Fill();
                Use(cart.DecideAdd().Event());
                break;
            case "order.placed":
                Use(new OrderDecisions().DecidePlace().Event());
                break;
            default:
                var product = new ProductDecisions();
                product.Write();
                Use(product.DecideWrite().Event());
                break;
        }
    }

    [Benchmark]
    public NewEvent Serialize() => _serialize!();

    [Benchmark]
    public object Deserialize() => _deserialize!();

    private void Use<TEvent>(TEvent happened)
        where TEvent : IDomainEvent<TEvent>
    {
        _serialize = () => StoredEvent<TEvent>.Write(happened, Samples.Noon);
        var (kind, at, data) = _serialize();
        var recorded = new RecordedEvent(1, "bench/1", 1, kind, at, data);
        _deserialize = () => StoredEvent<TEvent>.Read(recorded);
        var again = StoredEvent<TEvent>.Write(StoredEvent<TEvent>.Read(recorded), at);
        if (kind != Kind || !again.Data.Span.SequenceEqual(data.Span))
            throw new InvalidOperationException($"{kind} is not read as it was written.");
    }
}
