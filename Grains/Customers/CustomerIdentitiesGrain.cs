using System.Collections.Immutable;
using Commerce.Claims;

namespace Commerce.Customers;

/// <summary>Who customers are elsewhere, where they may sign in instead of here.</summary>
public sealed partial class CustomerGrain
{
    public async Task<Outcome<bool>> LinkIdentity(
        GivenIdentity identity,
        string? vouched,
        Deadline notAfter
    )
    {
        var claim = IdentityClaim(identity.Key);
        var claimed = await ClaimIdentity(claim, notAfter);
        if (!claimed.IsAccepted)
            return claimed.Rejection;

        var linked = await Transact(
            (customer, now) => customer.LinkIdentity(identity, vouched, notAfter, now)
        );
        await (linked.IsAccepted ? Confirm(claim, notAfter) : Release(claim, notAfter));
        return linked;
    }

    public async Task<Outcome<bool>> UnlinkIdentity(string key, Deadline notAfter)
    {
        // Whoever dies in between leaves a claim that asks whose it is.
        var claim = IdentityClaim(key);
        await claim.Doubt(Id.Value, notAfter);
        var unlinked = await Transact(
            (customer, now) => customer.UnlinkIdentity(key, notAfter, now)
        );
        await (unlinked.IsAccepted ? Release(claim, notAfter) : Confirm(claim, notAfter));
        return unlinked;
    }

    public Task<ImmutableArray<LinkedIdentity>> GetIdentities() =>
        Task.FromResult<ImmutableArray<LinkedIdentity>>(State.IsRegistered ? State.Identities : []);

    /// <summary>Whether it is theirs to write down; it is where there is none.</summary>
    private async Task<Outcome<bool>> ClaimIdentity(IClaimGrain? claim, Deadline notAfter)
    {
        if (claim is null)
            return true;

        var claimed = await claim.Claim(Id.Value, notAfter);
        return !claimed.IsAccepted ? claimed.Rejection
            : claimed.Value != Id.Value ? CustomerRejections.IdentityTaken
            : true;
    }

    private Task Confirm(IClaimGrain? claim, Deadline notAfter) =>
        claim?.Confirm(Id.Value, notAfter) ?? Task.CompletedTask;

    private Task Release(IClaimGrain? claim, Deadline notAfter) =>
        claim?.Release(Id.Value, notAfter) ?? Task.CompletedTask;

    private IClaimGrain IdentityClaim(string key) =>
        GrainFactory.Claim(CustomerLimits.IdentityClaim, key);
}
