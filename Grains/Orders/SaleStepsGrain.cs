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
        var deadline = Within(CommandMax);
        var claimed = await Task.WhenAll(
            SaleClaim
                .Of(State)
                .Select(each =>
                    LedgerOf(each)
                        .Claim(
                            new(
                                HolderOf(each),
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

    /// <summary>Gives back what was claimed, all of it.</summary>
    private async Task ReleaseClaims()
    {
        var deadline = Within(SaleMax * 2);
        var released = await Task.WhenAll(
            SaleClaim.Of(State).Select(each => LedgerOf(each).Release(HolderOf(each), deadline))
        );
        if (released.FirstOrDefault(each => !each.IsAccepted).Rejection is { } no)
            throw new InvalidOperationException($"A claim was not taken back: {no.Code}.");
    }

    /// <summary>Nobody paid in time, unless it was the sale that stopped them.</summary>
    private async Task<bool> Lapse() =>
        (!await IsHardPaused() || !await Extend(Now + PauseStep))
        && await Expire("reservation_expired");

    private Task<bool> IsHardPaused() =>
        GrainFactory.AnyIsHardPaused(State.Lines.Select(line => line.Sale?.Sale));

    private IPurchaseLimitGrain LedgerOf(SaleClaim claim) =>
        GrainFactory.PurchaseLimit(claim.Limit.Sale, claim.Key);

    private string HolderOf(SaleClaim claim) => $"{Id.Value}/{claim.Line}";
}
