using Commerce.FlashSales;
using Commerce.Inventory;

namespace Commerce.Orders;

/// <summary>The steps of a checkout that are about sales: whose units, and whose limits.</summary>
public sealed partial class OrderGrain
{
    /// <summary>How long an order waits for a pause to end before it looks again.</summary>
    private static readonly TimeSpan PauseStep = TimeSpan.FromMinutes(1);

    private IStockGrain StockOf(OrderLine line) => StockOf(line.Sku, line.Sale);

    private IStockGrain StockOf(Sku sku, SaleHold? sale) =>
        sale is null ? GrainFactory.Stock(sku) : GrainFactory.Allotment(sku, sale.Allotment);

    /// <summary>
    /// Claims what the sales allow the buyer's identities; <c>null</c> when each had room. A claim
    /// has no end: the order is durable before it asks, and gives back what it does not buy.
    /// </summary>
    private async Task<Rejection?> Claim()
    {
        var (order, deadline) = (State, Within(CommandMax));
        var claimed = await Task.WhenAll(
            SaleClaim
                .Of(order)
                .Concat(SaleClaim.Of(order, order.Attempts[^1]))
                .Select(each =>
                    LedgerOf(each)
                        .Claim(
                            new(
                                each.HolderIn(Id),
                                each.Units,
                                each.Limit.Max,
                                Until: null,
                                each.Replaces
                            ),
                            deadline
                        )
                )
        );
        return claimed.FirstOrDefault(each => !each.IsAccepted).Rejection;
    }

    /// <summary>
    /// Gives back what was claimed, but for attempts that were declined: those gave back before.
    /// </summary>
    private Task ReleaseClaims(Order order) =>
        Release(
            order
                .Attempts.Where(each => each.Outcome is not AttemptOutcome.Declined)
                .SelectMany(each => SaleClaim.Of(order, each))
                .Concat(SaleClaim.Of(order))
        );

    private async Task Release(IEnumerable<SaleClaim> claims)
    {
        var deadline = Within(SaleMax * 2);
        var released = await Task.WhenAll(
            claims.Select(each => LedgerOf(each).Release(each.HolderIn(Id), deadline))
        );
        if (released.FirstOrDefault(each => !each.IsAccepted).Rejection is { } no)
            throw new InvalidOperationException($"A claim was not taken back: {no.Code}.");
    }

    /// <summary>Nobody paid in time, unless it was the sale that stopped them.</summary>
    private async Task<bool> Lapse() =>
        !await OutlivesPause() && await Expire("reservation_expired");

    /// <summary>
    /// While payments are stopped the order waits, for as long as that is. What it took is given
    /// back to what the sale holds, of which the order does not hear: it looks.
    /// </summary>
    private async Task<bool> OutlivesPause()
    {
        var ofSales = State.Lines.Where(line => line.Sale is not null).ToList();
        if (ofSales.Count == 0)
            return false;
        if (await IsHardPaused())
            return await Extend(Now + PauseStep, latest: DateTimeOffset.MaxValue);

        var holds = await Task.WhenAll(
            ofSales.Select(line => StockOf(line).GetHold(State.HoldOf(Id, line)))
        );
        var until = holds.Min(hold => hold?.ExpiresAt ?? Now);
        return until > Now && await Extend(until, latest: until);
    }

    private Task<bool> IsHardPaused() =>
        GrainFactory.AnyIsHardPaused(State.Lines.Select(line => line.Sale?.Sale));

    private IPurchaseLimitGrain LedgerOf(SaleClaim claim) =>
        GrainFactory.PurchaseLimit(claim.Limit.Sale, claim.Key);
}
