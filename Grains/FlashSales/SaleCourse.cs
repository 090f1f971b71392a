using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Inventory;
using static Commerce.FlashSales.SaleEvent;

namespace Commerce.FlashSales;

/// <summary>What comes of a sale by itself: its units, its offers, its end.</summary>
public sealed partial record Sale
{
    /// <summary>Every item's units are set apart.</summary>
    public Decision<bool, SaleEvent> SetQuota(string allotment) =>
        Stage is SaleStage.Scheduled && !Quota && Allotment == allotment
            ? (true, new QuotaSet())
            : false;

    public Decision<bool, SaleEvent> FailSchedule(string allotment, Rejection reason) =>
        Stage is SaleStage.Scheduled && !Quota && Allotment == allotment
            ? (
                true,
                new ScheduleFailed(
                    reason.Code,
                    reason.Detail,
                    reason.Data.IsDefault ? [] : reason.Data
                )
            )
            : false;

    /// <summary>Notes that its time is up.</summary>
    public Decision<bool, SaleEvent> End(DateTimeOffset now) =>
        Stage is SaleStage.Scheduled or SaleStage.Armed && EndsAt <= now
            ? (true, new SettlingBegan(now + StepMax))
            : false;

    /// <summary>What its stocks said when they were asked whether all is back.</summary>
    public Decision<bool, SaleEvent> Settle(
        ImmutableArray<(Sku Sku, AllotmentStanding Standing)> stocks,
        DateTimeOffset now
    )
    {
        if (!IsReturning)
            return false;
        if (!stocks.All(each => each.Standing.IsClosed))
            return AskAt <= now ? (false, new SettlingContinues(now + StepMax)) : false;

        return (
            true,
            new Settled([
                .. stocks.Select(each => new SaleResult(
                    each.Sku,
                    each.Standing.Granted,
                    each.Standing.Sold,
                    each.Standing.Left
                )),
            ])
        );
    }

    /// <summary>What a unit costs in it now.</summary>
    public Outcome<SaleOffer> Offer(Sku sku, DateTimeOffset now)
    {
        if (Terms is null)
            return SaleRejections.NotFound;
        if (Terms.Items.FirstOrDefault(item => item.Sku == sku) is not { } item)
            return SaleRejections.NotInSale;

        return StateAt(now) switch
        {
            SaleState.Live => new SaleOffer(
                item.Price,
                Allotment,
                TimeSpan.FromSeconds(Terms.HoldSeconds),
                Terms.Limit
            ),
            SaleState.Paused => SaleRejections.Paused,
            SaleState.Draft or SaleState.Scheduled or SaleState.Armed or SaleState.Prequeue =>
                SaleRejections.NotOpen,
            _ => SaleRejections.Closed,
        };
    }
}
