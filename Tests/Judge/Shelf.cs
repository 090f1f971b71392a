using Commerce.Inventory;
using static Commerce.Inventory.StockEvent;

namespace Commerce.Judging;

/// <summary>
/// One SKU's units as its events leave them, counted apart from how the store counts them. What
/// cannot have happened is noted as wrong.
/// </summary>
internal sealed class Shelf(string sku)
{
    private readonly Dictionary<string, (int Quantity, DateTimeOffset ExpiresAt)> _open = new(
        StringComparer.Ordinal
    );
    private readonly Dictionary<string, string> _ended = new(StringComparer.Ordinal);
    private readonly List<string> _wrong = [];
    private readonly List<LapsedHold> _lapsed = [];

    public bool IsAllotment => AllotmentKey.Read(sku).Allotment is not null;

    public long Available { get; private set; }

    /// <summary>Units set apart for sales.</summary>
    public long Allotted { get; private set; }

    public long Held => _open.Values.Sum(hold => (long)hold.Quantity);

    public long Sold { get; private set; }

    public long BackorderCap { get; private set; }

    public long Safety { get; private set; }

    public long Saleable => Available - Safety + BackorderCap;

    /// <summary>Holds that have not ended.</summary>
    public IEnumerable<string> Open => _open.Keys;

    public IEnumerable<string> Wrong => _wrong;

    /// <summary>Holds that ran out, when they were to and when that was settled.</summary>
    public IEnumerable<LapsedHold> Lapsed => _lapsed;

    public Shelf Follow(Told<StockEvent> stock)
    {
        foreach (var step in stock.Steps)
            Follow(step);

        return this;
    }

    public void Follow(Told<StockEvent>.Step step)
    {
        switch (step.Happened)
        {
            case Restocked e:
                (Available, Sold) = (Available + e.Quantity, Sold - e.Quantity);
                break;
            case Moved e:
                Available += e.UnitsIn;
                break;
            case Granted e:
                (Available, Allotted) = (Available - e.Quantity, Allotted + e.Quantity);
                break;
            case GrantTaken e:
                Available += e.Quantity;
                break;
            case Returned e:
                GiveBack(e);
                break;
            case TookBack e:
                (Available, Sold) = (Available + e.Left, Sold + e.UnitsSold);
                Allotted -= e.Left + e.UnitsSold;
                break;
            case PolicySet e:
                (BackorderCap, Safety) = (e.BackorderCap, e.Safety);
                break;
            case Held e:
                Begin(Name(e.Holder, e.Round), e);
                break;
            case Extended e when _open.TryGetValue(Name(e.Holder, e.Round), out var hold):
                _open[Name(e.Holder, e.Round)] = hold with { ExpiresAt = e.ExpiresAt };
                break;
            case Extended e:
                Note($"{Name(e.Holder, e.Round)} was extended and is not held");
                break;
            case Released e:
                Release(Name(e.Holder, e.Round), e.Quantity);
                break;
            case Sold e:
                Sell(Name(e.Holder, e.Round), e);
                break;
            case Expired e:
                Lapse(e, step.At);
                break;
        }
    }

    private static string Name(string holder, int round) =>
        string.Create(provider: null, $"{holder}#{round}");

    private void Note(string wrong) => _wrong.Add($"{sku}: {wrong}");

    private void Begin(string name, Held held)
    {
        if (_open.ContainsKey(name) || _ended.ContainsKey(name))
            Note($"{name} was held twice");

        Available -= held.Quantity;
        _open[name] = (held.Quantity, held.ExpiresAt);
    }

    private void Release(string name, int quantity)
    {
        var isOpen = _open.Remove(name, out var hold);
        if (quantity != (isOpen ? hold.Quantity : 0))
            Note($"{name} gave back {quantity} units and held {hold.Quantity}");
        if (_ended.TryGetValue(name, out var how) && how is not "expired")
            Note($"{name} was released and had been {how}");

        Available += quantity;
        _ended[name] = "released";
    }

    private void Sell(string name, Sold sold)
    {
        var isOpen = _open.Remove(name, out var hold);
        if (isOpen == sold.Late)
            Note($"{name} was sold {(sold.Late ? "late and is held" : "and is not held")}");
        if (isOpen && hold.Quantity != sold.Quantity)
            Note($"{name} held {hold.Quantity} units and was sold {sold.Quantity}");
        if (_ended.TryGetValue(name, out var how) && how is not "expired")
            Note($"{name} was sold and had been {how}");
        if (sold.Late && Saleable < sold.Quantity)
            Note($"{name} was sold late, with {Saleable} units left");

        Available -= sold.Late ? sold.Quantity : 0;
        Sold += sold.Quantity;
        _ended[name] = "sold";
    }

    private void GiveBack(Returned returned)
    {
        (Available, Sold) = (Available - returned.Left, Sold - returned.UnitsSold);
        if ((Available, Held, Sold) != (0, 0, 0))
            Note($"it was given back, and {Available}, {Held}, {Sold} are still there");
    }

    private void Lapse(Expired expired, DateTimeOffset at)
    {
        var due = _open.Where(hold => hold.Value.ExpiresAt <= expired.By).ToList();
        var units = due.Sum(hold => (long)hold.Value.Quantity);
        if (units != expired.Quantity)
            Note($"{expired.Quantity} units ran out where {units} did");

        foreach (var (name, hold) in due)
        {
            _open.Remove(name);
            _ended[name] = "expired";
            _lapsed.Add(new(name, hold.ExpiresAt, at));
        }

        Available += expired.Quantity;
    }
}

/// <summary>A hold that ran out: when it was to, and when that was settled.</summary>
internal readonly record struct LapsedHold(string Name, DateTimeOffset Due, DateTimeOffset At);
