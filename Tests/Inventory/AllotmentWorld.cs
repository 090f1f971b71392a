using System.Globalization;
using System.Text.Json;
using Commerce.EventSourcing;
using Commerce.Judging;
using Commerce.Platform;

namespace Commerce.Inventory;

/// <summary>
/// A SKU's stock, two allotments of it, and what is between them: messages that are lost, repeated,
/// late and overtake each other. Each decision's events are all that outlives it.
/// </summary>
internal sealed class AllotmentWorld
{
    private const string Tea = "TEA";
    private static readonly string[] Sales = ["sal_1", "sal_2"];
    private static readonly Deadline Never = new(DateTimeOffset.UnixEpoch.AddYears(90));

    private readonly Dictionary<string, Stock> _stocks = new(StringComparer.Ordinal)
    {
        [Tea] = Stock.Initial,
        [KeyOf(Sales[0])] = Stock.Initial,
        [KeyOf(Sales[1])] = Stock.Initial,
    };
    private readonly Books _books = new();
    private readonly List<Action> _messages = [];
    private readonly int[] _grants = [0, 0];
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddYears(60);
    private long _received;
    private int _names;

    public List<Fact> Journal { get; } = [];

    public Stock Root => _stocks[Tea];

    internal enum Act
    {
        Receive,
        Grant,
        GrantAgain,
        Hold,
        HoldNormal,
        Sell,
        Release,
        Restock,
        Close,
        Freeze,
        Drive,
        Deliver,
        DeliverTwice,
        Lose,
        Load,
    }

    internal sealed record Step(Act Act, int Sale, int Number, int Seconds);

    public void Do(Step step)
    {
        _now += TimeSpan.FromSeconds(step.Seconds);
        var (sale, key) = (Sales[step.Sale], KeyOf(Sales[step.Sale]));
        switch (step.Act)
        {
            case Act.Receive:
                Decide(Tea, stock => stock.Receive(Movement(), "mov", 1 + step.Number, "", _now));
                _received += 1 + step.Number;
                break;
            case Act.Grant:
                Grant(sale, ++_grants[step.Sale], 1 + step.Number);
                break;
            case Act.GrantAgain when _grants[step.Sale] > 0:
                Grant(sale, 1 + step.Number % _grants[step.Sale], 1 + step.Number);
                break;
            case Act.Hold:
                Hold(key, new($"buyer {_names++}", 1), 1 + step.Number / 3);
                break;
            case Act.HoldNormal:
                Hold(Tea, new($"buyer {_names++}", 1), 1 + step.Number / 3);
                break;
            case Act.Sell when Any(key, step.Number) is { } held:
                Decide(key, stock => stock.Sell(held, Never, _now));
                break;
            case Act.Release when Any(key, step.Number) is { } held:
                Decide(key, stock => stock.Release(held, Never, _now));
                break;
            case Act.Restock:
                Restock(key, Movement());
                break;
            case Act.Close:
                Decide(key, stock => stock.Close("sale/" + sale, _now));
                break;
            case Act.Freeze:
                Decide(Tea, stock => stock.Freeze(step.Number < 3, "", _now));
                break;
            case Act.Drive:
                Drive(sale);
                break;
            case Act.Deliver or Act.DeliverTwice or Act.Lose when _messages.Count > 0:
                Deliver(step.Number % _messages.Count, step.Act);
                break;
            case Act.Load:
                _stocks[key] = Loaded(_stocks[key]);
                _stocks[Tea] = Loaded(_stocks[Tea]);
                break;
        }
    }

    /// <summary>
    /// Every hold runs out, every sale ends, and every message arrives once more.
    /// </summary>
    public void ComeToRest()
    {
        _now += Stock.HoldDurationMax;
        Decide(Tea, stock => stock.Expire(_now));
        for (var rounds = 0; !IsAtRest(); rounds++)
        {
            Assert.True(rounds < 20, "It never comes to rest.");
            foreach (var sale in Sales)
            {
                Decide(KeyOf(sale), stock => stock.Close("sale/" + sale, _now));
                Drive(sale);
            }

            while (_messages.Count > 0)
                Deliver(at: 0, Act.Deliver);
        }
    }

    private bool IsAtRest() =>
        _stocks.Values.All(stock => stock.WakeAt is null)
        && Sales.All(sale => _stocks[KeyOf(sale)].Standing.IsClosed);

    /// <summary>Nothing is made or lost at this moment, by anybody's books.</summary>
    public void Judge()
    {
        var (available, held, sold) = (Root.Level.Available, Root.Level.Held, Root.Level.Sold);
        Assert.Equal(_received, available + held + sold + Root.Level.Allotted);
        var total = Root.Total(
            Root.Allotments.ToDictionary(
                each => each.Name,
                each => new Versioned<AllotmentStanding>(_stocks[KeyOf(each.Name)].Standing, 1),
                StringComparer.Ordinal
            ),
            version: 1
        );
        Assert.Equal(_received, total.Level.Available + total.Level.Held + total.Level.Sold);
        Assert.Empty(_books.Report().Faults);
        Assert.All(_stocks.Values, stock => Assert.True(stock.Level.Available >= 0));
    }

    public string Snapshot() => string.Join('\n', _stocks.Values.Select(Written));

    public string Replay() =>
        string.Join(
            '\n',
            _stocks.Keys.Select(key =>
                Written(
                    Journal
                        .Where(fact => fact.Key == key)
                        .Aggregate(
                            Stock.Initial,
                            (stock, fact) => stock.Evolve((StockEvent)fact.Happened!, fact.At)
                        )
                )
            )
        );

    private static string KeyOf(string sale) => AllotmentKey.Of(new(Tea), sale);

    private static string Written(Stock stock) =>
        JsonSerializer.Serialize(stock, StockJson.Default.Stock);

    private static Stock Loaded(Stock stock) =>
        JsonSerializer.Deserialize(Written(stock), StockJson.Default.Stock)!;

    private MovementKey Movement() =>
        new((_names++).ToString(CultureInfo.InvariantCulture), "", Never);

    private HoldName? Any(string key, int number) =>
        _stocks[key].Holds.Values.Select(hold => hold.Name).ToList() is { Count: > 0 } names
            ? names[number % names.Count]
            : null;

    private void Grant(string sale, int number, int quantity) =>
        Decide(Tea, stock => stock.Grant(sale, number, quantity, new(_now.AddMinutes(1)), _now));

    private void Hold(string key, HoldName name, int quantity) =>
        Decide(
            key,
            stock =>
                stock.Hold(name, quantity, TimeSpan.FromMinutes(10), new(_now.AddMinutes(1)), _now)
        );

    /// <summary>An allotment that has no units any more passes it on.</summary>
    private void Restock(string key, MovementKey movement)
    {
        var restocked = Decide(key, stock => stock.Restock(movement, "mov", 1, "", _now));
        if (restocked.Rejection?.Code == StockRejections.AllotmentClosed.Code)
            Decide(Tea, stock => stock.Restock(movement, "mov", 1, "", _now));
    }

    /// <summary>Either side does what its state says is unfinished.</summary>
    private void Drive(string sale)
    {
        var key = KeyOf(sale);
        if (Root.Find(sale) is { OnTheWay: { } grant })
            _messages.Add(() => TakeGrant(sale, grant));
        else if (Root.Find(sale) is { } open && Root.IsUnfinished(open))
            _messages.Add(FollowFreeze(sale, Root.Level.Frozen, Root.Freezes));

        Decide(key, stock => stock.Return(_now));
        if (_stocks[key].Consigned is { Stage: ConsignmentStage.Returning } own)
            _messages.Add(() => TakeBack(sale, own));
        Decide(key, stock => stock.SettleClosing());
    }

    private void TakeGrant(string sale, Grant grant)
    {
        var taken = Decide(
            KeyOf(sale),
            stock => stock.TakeGrant(grant.Number, grant.Quantity, _now)
        );
        if (taken.IsAccepted)
            _messages.Add(() => Decide(Tea, stock => stock.SettleGrant(sale, grant.Number)));
    }

    private Action FollowFreeze(string sale, bool frozen, int number) =>
        () =>
        {
            Decide(KeyOf(sale), stock => stock.FollowFreeze(frozen, number, _now));
            _messages.Add(() => Decide(Tea, stock => stock.SettleFreeze(sale, number)));
        };

    private void TakeBack(string sale, Consignment own)
    {
        var back = Decide(
            Tea,
            stock => stock.TakeBack(sale, own.Closings, own.Left, own.Sold, _now)
        );
        Assert.True(back.IsAccepted, "What comes back was refused.");
        _messages.Add(() =>
            Decide(KeyOf(sale), stock => stock.SettleReturn(own.Closings, back.Value))
        );
    }

    private void Deliver(int at, Act how)
    {
        var message = _messages[at];
        if (how is not Act.DeliverTwice)
            _messages.RemoveAt(at);
        if (how is not Act.Lose)
            message();
    }

    private Outcome<T> Decide<T>(string key, Func<Stock, Decision<T, StockEvent>> decide)
    {
        var (reply, events) = decide(_stocks[key]);
        foreach (var happened in events)
        {
            _stocks[key] = _stocks[key].Evolve(happened, _now);
            var fact = new Fact(Journal.Count + 1, $"stock/{key}", 1, "", _now, happened);
            Journal.Add(fact);
            var data = JsonSerializer.SerializeToUtf8Bytes(
                happened,
                StockEventJson.Default.StockEvent
            );
            _books.Take(new(fact.Position, fact.Stream, fact.Version, "", fact.At, data));
        }

        return reply;
    }
}
