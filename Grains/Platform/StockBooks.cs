using Commerce.Inventory;
using static Commerce.Inventory.StockEvent;

namespace Commerce.Platform;

/// <summary>
/// The books on one SKU, or on an allotment of it: what moved in, what is where, and what each
/// order has of it.
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
        Math.Abs(_moved - Level.Available - Level.Held - Level.Sold - Level.Allotted)
        + Math.Abs(Level.Held - _stock.Holds.Values.Sum(hold => (long)hold.Quantity));

    /// <summary>Holders that hold units now.</summary>
    public IEnumerable<string> Holders => _stock.Holds.Values.Select(hold => hold.Name.Holder);

    /// <summary>
    /// Units sold to an order and not put back; those of a hold that is no order's, by its name.
    /// </summary>
    public long SoldTo(string buyer) => _sold.GetValueOrDefault(buyer);

    public void Take(StockEvent happened, DateTimeOffset at)
    {
        _stock = _stock.Evolve(happened, at);
        switch (happened)
        {
            case Sold e:
                Sell(
                    IsOrder(e.Holder) ? e.Holder : $"{new HoldName(e.Holder, e.Round)}",
                    e.Quantity
                );
                break;
            case Restocked e when IsOrder(e.Request):
                Sell(e.Request, -e.Quantity);
                break;
            case Moved e:
                _moved += e.UnitsIn;
                break;
            case GrantTaken e:
                _moved += e.Quantity;
                break;
            case Returned e:
                _moved -= e.Left + e.UnitsSold;
                break;
        }
    }

    private static bool IsOrder(string buyer) => buyer.StartsWith("ord_", StringComparison.Ordinal);

    private void Sell(string buyer, long units)
    {
        var sold = SoldTo(buyer) + units;
        if (sold == 0)
        {
            _sold.Remove(buyer);
        }
        else
        {
            _sold[buyer] = sold;
        }
    }
}
