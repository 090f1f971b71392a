using Commerce.Http;

namespace Commerce.FlashSales;

/// <summary>Does to sales what operators ask for, and answers how they stand then.</summary>
internal sealed class SaleDesk(IGrainFactory grains, SaleSights sights, TimeProvider time)
{
    public async Task<IResult> Do(SaleId id, Func<ISaleGrain, Task<Outcome<SaleTold>>> act)
    {
        var done = await act(grains.Sale(id));
        return done.IsAccepted ? Tell(sights.With(done.Value)) : done.Rejection.ToProblem();
    }

    public async Task<IResult> Tell(SaleId id)
    {
        var seen = await sights.Find(id);
        return seen.Match(Tell);
    }

    private Answer<SaleBody> Tell(SaleSight seen) =>
        new(SaleBody.ForOperators(seen, time.GetUtcNow()))
        {
            Version = seen.Sale.Version,
            TellsTheTime = true,
        };
}
