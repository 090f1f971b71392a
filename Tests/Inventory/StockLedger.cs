using System.Collections.Immutable;
using static Commerce.Inventory.StockEvent;

namespace Commerce.Inventory;

/// <summary>
/// Keeps the books of a stock from its events alone, in the plainest way there is, and finds fault
/// with a stock that says something else.
/// </summary>
internal sealed class StockLedger
{
    private readonly List<(StockEvent Happened, DateTimeOffset At)> _events = [];
    private readonly Dictionary<HoldName, (int Quantity, DateTimeOffset ExpiresAt)> _open = [];
    private readonly HashSet<HoldName> _begun = [];
    private readonly HashSet<HoldName> _released = [];
    private readonly HashSet<HoldName> _sold = [];
    private readonly Dictionary<HoldName, int> _expired = [];
    private readonly HashSet<string> _movements = [];
    private long _in;
    private long _soldUnits;
    private long _missing;
    private int _backorderCap;

    public void Add(ImmutableArray<StockEvent> events, DateTimeOffset at)
    {
        foreach (var happened in events)
        {
            _events.Add((happened, at));
            Book(happened, at);
        }
    }

    /// <summary>The books and the stock say the same.</summary>
    public void Judge(StockLevel level, IReadOnlyCollection<Hold> holds)
    {
        Assert.Equal(_in, level.Available + level.Held + level.Sold);
        Assert.Equal(_soldUnits, level.Sold);
        Assert.Equal(_open.Values.Sum(hold => (long)hold.Quantity), level.Held);
        Assert.Equal(_open.Count, holds.Count);
        Assert.True(
            holds.All(hold => _open[hold.Name] == (hold.Quantity, hold.ExpiresAt)),
            "A hold is not as it was journalled."
        );
        var missing = long.Max(0, -level.Available - level.BackorderCap);
        Assert.True(missing <= _missing, "More units are missing than was journalled.");
        Assert.Equal(_backorderCap, level.BackorderCap);
        _missing = missing;
    }

    /// <summary>The stock that these events make after they were stored.</summary>
    public Stock Replay() => EventSourcing.Replay.Of<Stock, StockEvent>(_events);

    private void Book(StockEvent happened, DateTimeOffset at)
    {
        switch (happened)
        {
            case Moved e:
                Assert.True(_movements.Add(e.Key), "A key moved twice.");
                Move(e);
                break;
            case Held e:
                Assert.True(_begun.Add(new(e.Holder, e.Round)), "A round began twice.");
                Assert.DoesNotContain(new HoldName(e.Holder, e.Round), _released);
                Assert.True(e.ExpiresAt > at && e.Quantity > 0);
                _open.Add(new(e.Holder, e.Round), (e.Quantity, e.ExpiresAt));
                break;
            case Extended e:
                var extended = _open[new(e.Holder, e.Round)];
                Assert.True(e.ExpiresAt > extended.ExpiresAt);
                _open[new(e.Holder, e.Round)] = extended with { ExpiresAt = e.ExpiresAt };
                break;
            case Released e:
                Assert.True(_released.Add(new(e.Holder, e.Round)), "Released twice.");
                Assert.DoesNotContain(new HoldName(e.Holder, e.Round), _sold);
                _open.Remove(new(e.Holder, e.Round), out var released);
                Assert.Equal(e.Quantity, released.Quantity);
                break;
            case Sold e:
                Sell(e);
                break;
            case Expired e:
                Expire(e);
                break;
            case FellShort e:
                Assert.True(e.Missing > 0);
                _missing = e.Missing;
                break;
            case PolicySet e:
                _backorderCap = e.BackorderCap;
                break;
        }
    }

    private void Move(Moved moved)
    {
        _in += moved.UnitsIn;
        _soldUnits -= moved is Restocked { Quantity: var back } ? back : 0;
    }

    private void Sell(Sold e)
    {
        var name = new HoldName(e.Holder, e.Round);
        Assert.True(_sold.Add(name), "A round was sold twice.");
        Assert.DoesNotContain(name, _released);
        Assert.Equal(e.Quantity, e.Late ? _expired[name] : _open[name].Quantity);
        _open.Remove(name);
        _soldUnits += e.Quantity;
    }

    private void Expire(Expired e)
    {
        var ended = _open.Where(hold => hold.Value.ExpiresAt <= e.By).ToList();
        Assert.NotEmpty(ended);
        Assert.Equal(e.Quantity, ended.Sum(hold => (long)hold.Value.Quantity));
        foreach (var (name, hold) in ended)
        {
            _open.Remove(name);
            _expired.Add(name, hold.Quantity);
        }
    }
}
