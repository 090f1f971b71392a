using Commerce.EventSourcing;

namespace Commerce.Inventory;

/// <summary>
/// The SKUs that have stock, by name: all of them, those that are low or out, and those of which
/// units are held; what is set apart for sales has no rows of its own. Shoppers are told from it
/// what can be had, operators what runs short.
/// </summary>
public sealed class StockView()
    : ListView<StockEvent, StockRow>("stock", 3, "stock", StockRowJson.Default.StockRow)
{
    /// <summary>Fewer units than this that may still be held are low.</summary>
    public const int LowMax = 10;

    public override StockRow? Apply(StockRow? row, StockEvent happened, RecordedEvent recorded)
    {
        var (sku, allotment) = AllotmentKey.Read(recorded.Stream["stock/".Length..]);
        if (allotment is not null)
            return null;

        var level = (row?.Level ?? default).After(happened);
        return new(
            sku,
            level.OnHand,
            level.Held,
            level.Sold,
            level.Available,
            level.Frozen,
            level.Safety,
            level.BackorderCap,
            BandOf(level),
            recorded.At,
            recorded.Version,
            level.Allotted
        );
    }

    public override IEnumerable<Listing> ListsOf(StockRow row) =>
        from list in (string?[])
            [
                "all",
                row.Status is StockBand.InStock ? null : $"status/{row.Status}",
                row.Held > 0 ? "status/held" : null,
            ]
        where list is not null
        select new Listing(list, row.Sku.Value);

    private static string BandOf(StockLevel level) =>
        level.Frozen || level.Saleable <= 0 ? StockBand.Out
        : level.Saleable < LowMax ? StockBand.Low
        : StockBand.InStock;
}
