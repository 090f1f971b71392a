using Commerce.EventSourcing;
using static Commerce.FlashSales.SaleEvent;

namespace Commerce.FlashSales;

/// <summary>The sales, newest first: all, and those that are not over.</summary>
public sealed class FlashSalesView()
    : ListView<SaleEvent, FlashSaleRow>(
        "flash-sales",
        1,
        "sale",
        FlashSaleRowJson.Default.FlashSaleRow
    )
{
    private const int UlidLength = 26;

    public override bool IsDescending => true;

    public override FlashSaleRow? Apply(
        FlashSaleRow? row,
        SaleEvent happened,
        RecordedEvent recorded
    ) =>
        (happened, row) switch
        {
            (Drafted e, null) => new(
                new(recorded.Stream["sale/".Length..]),
                e.Terms.Name,
                SaleStage.Draft,
                StartsAt: null,
                EndsAt: null,
                recorded.At,
                recorded.Version,
                e.Rehearses
            ),
            (_, null) => null,
            _ => After(row, happened, recorded.At) with { Version = recorded.Version },
        };

    public override IEnumerable<Listing> ListsOf(FlashSaleRow row)
    {
        // Ids sort by birth behind the region that they name.
        var born = row.Id.Value[^UlidLength..];
        var isOver = row.Stage is SaleStage.Settled or SaleStage.Cancelled;
        return isOver ? [new("all", born)] : [new("all", born), new("open", born)];
    }

    private static FlashSaleRow After(FlashSaleRow row, SaleEvent happened, DateTimeOffset at) =>
        happened switch
        {
            Drafted e => row with { Name = e.Terms.Name },
            Scheduled e => row with
            {
                Stage = SaleStage.Scheduled,
                StartsAt = e.StartsAt,
                EndsAt = e.EndsAt,
            },
            ScheduleFailed => row with { Stage = SaleStage.Draft, StartsAt = null, EndsAt = null },
            Armed => row with { Stage = SaleStage.Armed },
            StartMoved e => row with { StartsAt = e.StartsAt },
            Extended e => row with { EndsAt = e.EndsAt },
            Stopped => row with { EndsAt = at },
            Cancelled => row with { Stage = SaleStage.Cancelled },
            SettlingBegan => row with { Stage = SaleStage.Settling },
            Settled when row.Stage is SaleStage.Settling => row with { Stage = SaleStage.Settled },
            _ => row,
        };
}
