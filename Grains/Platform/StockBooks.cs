using Commerce.Inventory;
using static Commerce.Inventory.StockEvent;

namespace Commerce.Platform;

/// <summary>
/// The books on one SKU: what moved in, what is where, and what each order has of it.
/// </summary>
internal sealed class StockBooks
{
    private long _moved;
    private Stock _stock = Stock.Initial;
    private readonly Dictionary<string, long> _sold = new(StringComparer.Ordinal);

    public StockLevel Level => _stock.Level;

    /// <summary>
    /// Units moved in less those that are somewhere, and units held that no hold names.
    /// </summary>
    public long Unaccounted =>
        Math.Abs(_moved - Level.Available - Level.Held - Level.Sold)
        + Math.Abs(Level.Held - _stock.Holds.Values.Sum(hold => (long)hold.Quantity));

    /// <summary>Holders that hold units now.</summary>
    public IEnumerable<string> Holders => _stock.Holds.Values.Select(hold => hold.Name.Holder);

    /// <summary>Units sold to a holder and not put back.</summary>
    public long SoldTo(string holder) => _sold.GetValueOrDefault(holder);

    public IEnumerable<string> Buyers => _sold.Keys;

    public void Take(StockEvent happened, DateTimeOffset at)
    {
        _stock = _stock.Evolve(happened, at);
        switch (happened)
        {
            case Sold e:
                Sell(e.Holder, e.Quantity);
                break;
            case Restocked e when e.Request.StartsWith("ord_", StringComparison.Ordinal):
                Sell(e.Request, -e.Quantity);
                break;
            case Moved e:
                _moved += e.UnitsIn;
                break;
        }
    }

    private void Sell(string holder, long units)
    {
        var sold = SoldTo(holder) + units;
        if (sold == 0)
        {
            _sold.Remove(holder);
        }
        else
        {
            _sold[holder] = sold;
        }
    }
}
