using System.Collections.Immutable;
using Commerce.EventSourcing;

namespace Commerce.Inventory;

[GrainType("stock")]
public sealed partial class StockGrain(AggregateRuntime runtime)
    : AggregateGrain<Stock, StockEvent>(runtime),
        IStockGrain
{
    protected override SnapshotFormat<Stock> SnapshotFormat { get; } =
        new(
            StockJson.Default.Stock,
            Fold: 2,
            stock => stock.Holds.Count + stock.Ended.Count + stock.Movements.Count
        );

    public Task<Outcome<Movement>> Receive(MovementKey key, int quantity, string reason) =>
        Transact((stock, now) => stock.Receive(key, NewId(), quantity, reason, now));

    public Task<Outcome<Movement>> Adjust(MovementKey key, int change, long? from, string reason) =>
        Transact((stock, now) => stock.Adjust(key, NewId(), change, from, reason, now));

    public Task<Outcome<Movement>> Damage(
        MovementKey key,
        int quantity,
        long? from,
        string reason
    ) => Transact((stock, now) => stock.Damage(key, NewId(), quantity, from, reason, now));

    public Task<Outcome<Movement>> Count(MovementKey key, long found, long? from, string reason) =>
        Transact((stock, now) => stock.Count(key, NewId(), found, from, reason, now));

    public Task<Outcome<Hold>> Hold(
        HoldName name,
        int quantity,
        TimeSpan duration,
        Deadline notAfter
    ) => Transact((stock, now) => stock.Hold(name, quantity, duration, notAfter, now));

    public Task<Outcome<Hold>> Extend(HoldName name, DateTimeOffset until, Deadline notAfter) =>
        Settle((stock, now) => stock.Extend(name, until, notAfter, now));

    public Task<Outcome<HoldEnding>> Release(HoldName name, Deadline notAfter) =>
        Settle((stock, now) => stock.Release(name, notAfter, now));

    public Task<Outcome<HoldEnding>> Sell(HoldName name, Deadline notAfter) =>
        Settle((stock, now) => stock.Sell(name, notAfter, now));

    public async Task<Outcome<Movement>> Restock(MovementKey key, int quantity, string reason)
    {
        var restocked = await Settle(
            (stock, now) => stock.Restock(key, NewId(), quantity, reason, now)
        );
        return restocked.Rejection?.Code == StockRejections.AllotmentClosed.Code
            ? await PassOn(key, quantity, reason)
            : restocked;
    }

    public async Task<Outcome<StockLevel>> Freeze(bool frozen, string reason)
    {
        var frost = await Settle((stock, now) => stock.Freeze(frozen, reason, now));
        await ReachAll().EndsWithin(ReachMax, Runtime.Time);
        return frost;
    }

    public Task<Outcome<StockLevel>> SetPolicy(int? safety, int? backorderCap) =>
        Settle((stock, now) => stock.SetPolicy(safety, backorderCap, now));

    public async Task<HoldEnding?> Trace(HoldName name)
    {
        if (State.Find(name) is { } remembered)
            return remembered;

        var trace = new StockTrace(name);
        await foreach (var (happened, _) in History(after: 0))
        {
            trace = trace.Follow(happened);
        }

        return trace.Ending;
    }

    public Task<Versioned<StockLevel>> GetLevel() =>
        Task.FromResult(new Versioned<StockLevel>(State.Level, Version));

    public Task<Hold?> GetHold(HoldName name) =>
        Task.FromResult(State.Holds.TryGetValue(name.ToString(), out var hold) ? hold : null);

    public Task<ImmutableArray<Hold>> GetHolds(int limit) =>
        Task.FromResult(State.Holds.Values.Take(limit).ToImmutableArray());

    protected override async Task OnWake()
    {
        await Settle((stock, now) => stock.Expire(now));
        await Task.WhenAll(ReachAll(), GiveBack());
        await Inform();
    }

    private string NewId() => Runtime.Ids.New("mov");
}
