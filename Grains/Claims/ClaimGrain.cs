using Commerce.EventSourcing;

namespace Commerce.Claims;

[GrainType("claim")]
public sealed class ClaimGrain(AggregateRuntime runtime)
    : AggregateGrain<Claim, ClaimEvent>(runtime),
        IClaimGrain
{
    public Task<Outcome<string>> Claim(string owner, Deadline notAfter) =>
        Transact((claim, now) => claim.Take(owner, notAfter, now));

    /// <summary>A value that is certain is seldom asked for: it need not stay in memory.</summary>
    public async Task Confirm(string owner, Deadline notAfter)
    {
        await Settle((claim, now) => claim.Confirm(owner, notAfter, now));
        DeactivateOnIdle();
    }

    public Task Doubt(string owner, Deadline notAfter) =>
        Settle((claim, now) => claim.Doubt(owner, notAfter, now));

    public Task Release(string owner, Deadline notAfter) =>
        Settle((claim, now) => claim.Release(owner, notAfter, now));

    public Task<string?> GetOwner() => Task.FromResult(State.Owner);

    public Task<string?> GetFormerOwner() => Task.FromResult(State.FormerOwner);

    protected override async Task OnWake()
    {
        var question = await Settle((claim, now) => claim.Question(now));
        if (question.Value is { Owner: { } owner } asked)
        {
            var owns = await GrainFactory.Claimant(owner).Owns(Kind, Value);
            await Settle((claim, _) => claim.Settle(asked, owns));
        }
    }

    private string Key => this.GetPrimaryKeyString();

    private string Kind => Key[..Key.IndexOf('/', StringComparison.Ordinal)];

    private string Value => Key[(Kind.Length + 1)..];
}
