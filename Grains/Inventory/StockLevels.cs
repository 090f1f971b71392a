using static Commerce.Inventory.StockEvent;

namespace Commerce.Inventory;

/// <summary>What each event does to a SKU's units, for its stock and for the lists of it.</summary>
public static class StockLevels
{
    public static StockLevel After(this StockLevel level, StockEvent happened) =>
        happened switch
        {
            Restocked e => level.Move(available: e.Quantity, sold: -e.Quantity),
            Moved e => level.Move(available: e.UnitsIn),
            Held e => level.Move(available: -e.Quantity, held: e.Quantity),
            Released e => level.Move(available: e.Quantity, held: -e.Quantity),
            Sold { Late: true } e => level.Move(available: -e.Quantity, sold: e.Quantity),
            Sold e => level.Move(held: -e.Quantity, sold: e.Quantity),
            Expired e => level.Move(available: e.Quantity, held: -e.Quantity),
            Froze => level with { Frozen = true },
            Thawed => level with { Frozen = false },
            Granted e => level.Move(available: -e.Quantity, allotted: e.Quantity),
            GrantTaken e => level.Move(available: e.Quantity),
            Returned e => level.Move(available: -e.Left, sold: -e.UnitsSold),
            TookBack e => level.Move(
                available: e.Left,
                sold: e.UnitsSold,
                allotted: -e.Left - e.UnitsSold
            ),
            PolicySet e => level with { Safety = e.Safety, BackorderCap = e.BackorderCap },
            _ => level,
        };

    private static StockLevel Move(
        this StockLevel level,
        long available = 0,
        long held = 0,
        long sold = 0,
        long allotted = 0
    ) =>
        level with
        {
            Available = level.Available + available,
            Held = level.Held + held,
            Sold = level.Sold + sold,
            Allotted = level.Allotted + allotted,
        };
}
