namespace Commerce.FlashSales;

/// <summary>Where routes and pages read sales, with what there is to know beside them.</summary>
internal sealed class SaleSights(IGrainFactory grains, SaleBoard board, TimeProvider time)
{
    /// <summary>As this process knows it, without asking; a sale that is over is asked.</summary>
    public async Task<Outcome<SaleSight>> Glance(SaleId id) =>
        board.Find(id) is { } seen ? With(seen.Sale) : await Find(id);

    /// <summary>As it is now: with whatever was decided before this was asked.</summary>
    public async Task<Outcome<SaleSight>> Find(SaleId id)
    {
        var told = await grains.Sale(id).Get();
        return told.IsAccepted ? With(told.Value) : told.Rejection;
    }

    public SaleSight With(SaleTold sale) =>
        board.Find(sale.Id) is { } seen
            ? new(sale, seen.Room, seen.WorkAt(time.GetUtcNow()))
            : new(sale, Room: null, sale.Terms.Work);
}
