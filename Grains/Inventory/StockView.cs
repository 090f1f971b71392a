using Commerce.EventSourcing;

namespace Commerce.Inventory;

/// <summary>
/// The SKUs that have stock, by name: all of them, and those that are low or out. Shoppers are told
/// from it what can be had, operators what runs short.
/// </summary>
public sealed class StockView()
    : ListView<StockEvent, StockRow>("stock", 1, "stock", StockRowJson.Default.StockRow)
{
    /// <summary>Fewer units than this that may still be held are low.</summary>
    public const int LowMax = 10;

    public override StockRow? Apply(StockRow? row, StockEvent happened, RecordedEvent recorded)
    {
        var level = (row?.Level ?? default).After(happened);
        return new(
            new(recorded.Stream["stock/".Length..]),
            level.OnHand,
            level.Held,
            level.Sold,
            level.Available,
            level.Frozen,
            level.Safety,
            level.BackorderCap,
            BandOf(level),
            recorded.At,
            recorded.Version
        );
    }

    public override IEnumerable<Listing> ListsOf(StockRow row) =>
        row.Status is StockBand.InStock
            ? [new("all", row.Sku.Value)]
            : [new("all", row.Sku.Value), new($"status/{row.Status}", row.Sku.Value)];

    private static string BandOf(StockLevel level) =>
        level.Frozen || level.Saleable <= 0 ? StockBand.Out
        : level.Saleable < LowMax ? StockBand.Low
        : StockBand.InStock;
}
