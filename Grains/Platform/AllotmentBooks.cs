using System.Collections.Immutable;
using Commerce.Inventory;
using static Commerce.Inventory.StockEvent;

namespace Commerce.Platform;

/// <summary>
/// The books between a SKU's own stock and one allotment of it: what either side says it sent, and
/// what the other took. What is on its way is neither's, and nothing is wrong with it.
/// </summary>
internal sealed class AllotmentBooks
{
    private readonly Dictionary<int, long> _granted = [];
    private readonly Dictionary<int, long> _taken = [];
    private readonly List<Returned> _returned = [];
    private readonly List<(TookBack Back, ImmutableArray<int> Grants)> _tookBack = [];
    private ImmutableArray<int> _open = [];

    /// <summary>Units that one side took and the other did not send.</summary>
    public long Off =>
        _taken.Sum(taken => Math.Abs(taken.Value - _granted.GetValueOrDefault(taken.Key)))
        + long.Max(0, _returned.Sum(back => back.Left + back.UnitsSold) - _taken.Values.Sum())
        + _tookBack.Sum(each => OffBack(each.Back, each.Grants));

    /// <summary>Which allotment an event of a stock is about; <c>null</c> for none.</summary>
    public static string? KeyOf(string stock, StockEvent happened) =>
        happened switch
        {
            Granted e => AllotmentKey.Of(new(stock), e.Allotment),
            TookBack e => AllotmentKey.Of(new(stock), e.Allotment),
            GrantTaken or Returned => stock,
            _ => null,
        };

    public void Take(StockEvent happened)
    {
        switch (happened)
        {
            case Granted e:
                _granted[e.Grant] = _granted.GetValueOrDefault(e.Grant) + e.Quantity;
                _open = _open.Add(e.Grant);
                break;
            case GrantTaken e:
                _taken[e.Grant] = _taken.GetValueOrDefault(e.Grant) + e.Quantity;
                break;
            case Returned e:
                _returned.Add(e);
                break;
            case TookBack e:
                _tookBack.Add((e, _open));
                _open = [];
                break;
        }
    }

    /// <summary>
    /// What is back is what was set apart: what was returned, and what the allotment never took.
    /// </summary>
    private long OffBack(TookBack back, ImmutableArray<int> grants)
    {
        var returned = _returned.ElementAtOrDefault(back.Closing - 1) ?? new(0, 0);
        var never = grants.Where(grant => !_taken.ContainsKey(grant)).Sum(each => _granted[each]);
        return Math.Abs(back.UnitsSold - returned.UnitsSold)
            + Math.Abs(back.Left - returned.Left - never)
            + Math.Abs(back.Left + back.UnitsSold - grants.Sum(grant => _granted[grant]));
    }
}
