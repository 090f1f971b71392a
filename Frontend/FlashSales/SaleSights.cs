namespace Commerce.FlashSales;

/// <summary>Where routes and pages read sales, with what there is to know beside them.</summary>
internal sealed class SaleSights(IGrainFactory grains, SaleBoard board, TimeProvider time)
{
    private static readonly RoomReport Nothing = new(0, 0, TimeSpan.Zero);

    /// <summary>As this process knows it, without asking; a sale that is over is asked.</summary>
    public async Task<Outcome<SaleSight>> Glance(SaleId id)
    {
        if (board.Find(id) is { } seen)
            return With(seen.Sale);

        var told = await grains.Sale(id).Get();
        return told.IsAccepted ? With(told.Value) : told.Rejection;
    }

    /// <summary>As it is now: with whatever was decided before this was asked.</summary>
    public async Task<Outcome<SaleSight>> Find(SaleId id)
    {
        var told = await grains.Sale(id).Get();
        return told.IsAccepted ? await Look(told.Value) : told.Rejection;
    }

    /// <summary>With its room, which is asked once nobody here follows it any more.</summary>
    public async Task<SaleSight> Look(SaleTold sale)
    {
        var seen = With(sale);
        return seen.Room is null && sale.Stage is SaleStage.Settled
            ? seen with
            {
                Room = await grains.Room(sale.Id).Follow(0, Nothing, TimeSpan.Zero),
            }
            : seen;
    }

    public SaleSight With(SaleTold sale) =>
        board.Find(sale.Id) is { } seen
            ? new(sale, seen.Room, seen.WorkAt(time.GetUtcNow()))
            : new(sale, Room: null, sale.Terms.Work);
}
