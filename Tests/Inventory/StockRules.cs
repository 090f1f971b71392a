using Commerce.EventSourcing;

namespace Commerce.Inventory;

/// <summary>What the rules of stock are told in: a noon, a hold, a movement.</summary>
public abstract class StockRules
{
    protected static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    protected static readonly Deadline Soon = new(Noon + TimeSpan.FromSeconds(10));
    protected static readonly TimeSpan Duration = TimeSpan.FromMinutes(10);
    protected static readonly DateTimeOffset Later = Noon + Duration;
    protected static readonly HoldName Anna = new("anna", 1);
    protected static readonly HoldName Ben = new("ben", 1);

    protected static Deadline By(DateTimeOffset moment) => new(moment);

    protected static MovementKey Key(string key = "key", string request = "request") =>
        new(key, request, Soon);

    /// <summary>A stock of so many units, and then this.</summary>
    protected static Stock Given(int units, params StockEvent[] events) =>
        events.Aggregate(
            Stock.Initial.Evolve(new StockEvent.Received("mov_0", "first", "", units, ""), Noon),
            (stock, happened) => stock.Evolve(happened, Noon)
        );

    protected static Stock After<T>(
        Stock stock,
        Decision<T, StockEvent> decision,
        DateTimeOffset? at = null
    ) => decision.Events.Aggregate(stock, (state, happened) => state.Evolve(happened, at ?? Noon));

    protected static void Refused<T>(Rejection expected, Decision<T, StockEvent> decision)
    {
        Assert.Equal(expected.Code, decision.Reply.Rejection?.Code);
        Assert.Empty(decision.Events);
    }
}
