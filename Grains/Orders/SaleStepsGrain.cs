using System.Collections.Immutable;
using Commerce.FlashSales;
using Commerce.Inventory;

namespace Commerce.Orders;

/// <summary>The steps of a checkout that are about sales: whose units, and whose limits.</summary>
public sealed partial class OrderGrain
{
    /// <summary>Longer than an order may be on its way: what nobody ends is gone then.</summary>
    private static readonly TimeSpan ClaimMax = Order.HoldLifeMax + TimeSpan.FromMinutes(10);

    /// <summary>How long an order waits for a pause to end before it looks again.</summary>
    private static readonly TimeSpan PauseStep = TimeSpan.FromMinutes(1);

    private Task<Rejection?>? _claiming;
    private Task<bool>? _keeping;

    private IStockGrain StockOf(OrderLine line) => StockOf(line.Sku, line.Sale);

    private IStockGrain StockOf(Sku sku, SaleHold? sale) =>
        sale is null ? GrainFactory.Stock(sku) : GrainFactory.Allotment(sku, sale.Allotment);

    /// <summary>
    /// Claims what the sales allow the buyer's identities; <c>null</c> when each had room.
    /// </summary>
    private async Task<Rejection?> Claim(ImmutableArray<SaleClaim> claims)
    {
        var (until, deadline) = (Now + ClaimMax, Within(CommandMax));
        var claimed = await Task.WhenAll(
            claims.Select(each =>
                LedgerOf(each)
                    .Claim(
                        new(HolderOf(each), each.Units, each.Limit.Max, until, each.Replaces),
                        deadline
                    )
            )
        );
        return claimed.FirstOrDefault(each => !each.IsAccepted).Rejection;
    }

    /// <summary>Makes the claims last; false if one of them is gone.</summary>
    private async Task<bool> KeepClaims()
    {
        var deadline = Within(SaleMax);
        var kept = await Task.WhenAll(
            SaleClaim.Of(State).Select(each => LedgerOf(each).Keep(HolderOf(each), deadline))
        );
        return kept.All(each => each.IsAccepted);
    }

    /// <summary>Gives back what was claimed, bought or not.</summary>
    private async Task ReleaseClaims()
    {
        var deadline = Within(SaleMax * 2);
        await Task.WhenAll(
            SaleClaim.Of(State).Select(each => LedgerOf(each).Release(HolderOf(each), deadline))
        );
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
