using Commerce.EventSourcing;

namespace Commerce.FlashSales;

[GrainType("purchase-limit")]
public sealed class PurchaseLimitGrain(AggregateRuntime runtime)
    : AggregateGrain<PurchaseLimit, PurchaseLimitEvent>(runtime),
        IPurchaseLimitGrain
{
    public Task<Outcome<LimitStanding>> Claim(LimitClaim claim, Deadline notAfter) =>
        Transact((limit, now) => limit.Claim(claim, notAfter, now));

    public Task<Outcome<LimitStanding>> Release(string holder, Deadline notAfter) =>
        Settle((limit, now) => limit.Release(holder, notAfter, now));

    public Task<LimitStanding> Get() => Task.FromResult(State.StandingAt(Now));

    protected override Task OnWake() => Settle((limit, now) => limit.Lapse(now));
}
