using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Commerce.EventSourcing;
using CsCheck;

namespace Commerce.Inventory;

/// <summary>
/// However commands arrive, repeat, overtake each other and come late: no unit is made or lost,
/// nothing happens twice, nobody waits past their time, and replay gives the same stock.
/// </summary>
[Trait("Suite", "Properties")]
public sealed class StockProperties
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    // Commands are data here, and only here, so that a failing sequence prints and shrinks.
    private abstract record Command;

    private sealed record ReceiveUnits(int Key, int Quantity) : Command;

    private sealed record AdjustUnits(int Key, int Change, int? From) : Command;

    private sealed record DamageUnits(int Key, int Quantity, int? From) : Command;

    private sealed record CountUnits(int Key, int Found, int? From) : Command;

    private sealed record RestockUnits(int Key, int Quantity) : Command;

    private sealed record HoldUnits(int Name, int Quantity, int Minutes) : Command;

    private sealed record ExtendHold(int Name, int Minutes) : Command;

    private sealed record ReleaseHold(int Name) : Command;

    private sealed record SellHold(int Name) : Command;

    private sealed record FreezeStock(bool Frozen) : Command;

    private sealed record SetPolicy(int? Safety, int? BackorderCap) : Command;

    private sealed record ExpireHolds : Command;

    /// <summary>The stock is left alone, and loaded again from a snapshot.</summary>
    private sealed record LoadSnapshot : Command;

    private static readonly Gen<int> Key = Gen.Int[0, 25];

    private static readonly Gen<int> Name = Gen.Int[0, 15];

    private static readonly Gen<int?> From = Gen.OneOf(
        Gen.Const((int?)null),
        Gen.Int[0, 20].Select(units => (int?)units)
    );

    private static readonly Gen<Command> AnyCommand = Gen.Frequency<Command>(
        (3, Gen.Select(Key, Gen.Int[-1, 20], (k, q) => (Command)new ReceiveUnits(k, q))),
        (2, Gen.Select(Key, Gen.Int[-9, 9], From, (k, q, f) => (Command)new AdjustUnits(k, q, f))),
        (1, Gen.Select(Key, Gen.Int[-1, 9], From, (k, q, f) => (Command)new DamageUnits(k, q, f))),
        (2, Gen.Select(Key, Gen.Int[-1, 15], From, (k, q, f) => (Command)new CountUnits(k, q, f))),
        (1, Gen.Select(Key, Gen.Int[-1, 9], (k, q) => (Command)new RestockUnits(k, q))),
        (
            6,
            Gen.Select(
                Name,
                Gen.Int[0, 9],
                Gen.Int[-1, 30],
                (n, q, m) => (Command)new HoldUnits(n, q, m)
            )
        ),
        (2, Gen.Select(Name, Gen.Int[0, 60], (n, m) => (Command)new ExtendHold(n, m))),
        (2, Name.Select(n => (Command)new ReleaseHold(n))),
        (3, Name.Select(n => (Command)new SellHold(n))),
        (1, Gen.Bool.Select(frozen => (Command)new FreezeStock(frozen))),
        (1, Gen.Select(From, From, (s, b) => (Command)new SetPolicy(s, b))),
        (1, Gen.Const((Command)new ExpireHolds())),
        (1, Gen.Const((Command)new LoadSnapshot()))
    );

    [Fact]
    public void Units_are_conserved_and_nothing_happens_twice() =>
        Gen.Select(AnyCommand, Gen.Int[0, 90])
            .List[0, 60]
            .Sample(
                steps =>
                {
                    var (journal, stock, now) = (new StockLedger(), Stock.Initial, Noon);
                    foreach (var (command, seconds) in steps)
                    {
                        now += TimeSpan.FromSeconds(seconds);
                        var (reply, events) = Decide(command, stock, now);
                        journal.Add(events, now);
                        stock = events.Aggregate(stock, (state, e) => state.Evolve(e, now));
                        stock = command is LoadSnapshot ? Loaded(stock) : stock;

                        var again = Decide(command, stock, now);
                        Assert.True(
                            Same(reply, again.Reply),
                            "Asked again, it says something else."
                        );
                        Assert.Empty(again.Events);
                        journal.Judge(stock.Level, [.. stock.Holds.Values]);
                        Assert.True(command is not ExpireHolds || !(stock.WakeAt <= now));
                        Assert.True(
                            reply is not Movement { Repeated: false } moved
                                || moved.Level == stock.Level
                        );
                    }

                    Assert.Equal(Snapshot(stock), Snapshot(journal.Replay()));
                },
                iter: Cases.Count
            );

    private static (object Reply, ImmutableArray<StockEvent> Events) Decide(
        Command command,
        Stock stock,
        DateTimeOffset now
    )
    {
        return command switch
        {
            ReceiveUnits c => Of(stock.Receive(KeyOf(c.Key), Id(c.Key), c.Quantity, "", now)),
            AdjustUnits c => Of(stock.Adjust(KeyOf(c.Key), Id(c.Key), c.Change, c.From, "", now)),
            DamageUnits c => Of(stock.Damage(KeyOf(c.Key), Id(c.Key), c.Quantity, c.From, "", now)),
            CountUnits c => Of(stock.Count(KeyOf(c.Key), Id(c.Key), c.Found, c.From, "", now)),
            RestockUnits c => Of(stock.Restock(KeyOf(c.Key), Id(c.Key), c.Quantity, "", now)),
            HoldUnits c => Of(
                stock.Hold(
                    NameOf(c.Name),
                    c.Quantity,
                    Lasting(c.Name, c.Minutes),
                    Until(c.Name),
                    now
                )
            ),
            ExtendHold c => Of(
                stock.Extend(NameOf(c.Name), now.AddMinutes(c.Minutes), Until(c.Name), now)
            ),
            ReleaseHold c => Of(stock.Release(NameOf(c.Name), Until(c.Name), now)),
            SellHold c => Of(stock.Sell(NameOf(c.Name), Until(c.Name), now)),
            FreezeStock c => Of(stock.Freeze(c.Frozen, "", now)),
            SetPolicy c => Of(stock.SetPolicy(c.Safety, c.BackorderCap, now)),
            ExpireHolds => Of(stock.Expire(now)),
            LoadSnapshot => (stock.Level, []),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };

        static (object, ImmutableArray<StockEvent>) Of<T>(Decision<T, StockEvent> decision) =>
            ((object?)decision.Reply.Value ?? decision.Reply.Rejection!, decision.Events);

        TimeSpan Lasting(int name, int minutes) =>
            Until(name).End - now + TimeSpan.FromMinutes(minutes);
    }

    // Each holder and key has its own deadline, so that many commands come too late.
    private static Deadline Until(int number) => new(Noon + TimeSpan.FromMinutes(4 * number));

    // Each key comes with two different requests.
    private static MovementKey KeyOf(int key) => new($"key {key / 2}", $"{key % 2}", Until(key));

    private static HoldName NameOf(int name) => new($"holder {name / 2}", 1 + (name % 2));

    private static string Id(int key) => key.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Whether two answers say the same; that one was given before does not count.
    /// </summary>
    private static bool Same(object one, object other) =>
        (one, other) switch
        {
            (Movement a, Movement b) => a with { Repeated = true } == b with { Repeated = true },
            (Rejection a, Rejection b) => a with { Data = b.Data } == b && SameData(a, b),
            _ => one.Equals(other),
        };

    private static bool SameData(Rejection one, Rejection other) =>
        one.Data.IsDefault ? other.Data.IsDefault : one.Data.SequenceEqual(other.Data);

    private static string Snapshot(Stock stock) =>
        JsonSerializer.Serialize(stock, StockJson.Default.Stock);

    private static Stock Loaded(Stock stock) =>
        JsonSerializer.Deserialize(Snapshot(stock), StockJson.Default.Stock)!;
}
