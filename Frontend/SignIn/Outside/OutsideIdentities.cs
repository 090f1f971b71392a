using Commerce.Customers;
using Commerce.Secrets;

namespace Commerce.SignIn;

/// <summary>Finds the customer that somebody is who signed in elsewhere, or opens one.</summary>
internal sealed class OutsideIdentities(
    IGrainFactory grains,
    Registrations registrations,
    ServerKeys keys,
    Sealer sealer,
    TimeProvider time
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The account has no address that it could be known by.</summary>
    private static readonly Rejection NotVouched = new(
        "email_not_vouched",
        RejectionKind.Invalid,
        "No e-mail address was told that is known to be theirs."
    );

    /// <summary>
    /// Rejected with <c>email_taken</c> where an account has their address: nobody gets into one
    /// because somebody else says that they have the same.
    /// </summary>
    public async Task<Outcome<CustomerTold>> Enter(OutsidePerson person)
    {
        var claim = grains.Claim(CustomerLimits.IdentityClaim, person.Identity.KeyBy(keys));
        while (true)
        {
            var owner = await claim.GetOwner();
            if (owner is not null && await Find(owner) is { } known)
                return known;
            if (person.Email is not { } email)
                return NotVouched;

            if (await registrations.Find(email) is { } other && other.Value != owner)
            {
                // Another attempt of theirs may have registered them just now.
                if (await claim.GetOwner() == owner)
                    return CustomerRejections.EmailTaken;
                continue;
            }

            var made = await registrations.Register(
                email,
                person.Profile,
                isEmailVerified: true,
                person.Identity,
                owner is null ? null : new(owner)
            );
            if (made.Rejection?.Code != CustomerRejections.IdentityTaken.Code)
                return made;
        }
    }

    /// <summary>From now on they may sign in there, too.</summary>
    public async Task<Outcome<bool>> Link(CustomerId customer, OutsidePerson person)
    {
        var told = await grains.Customer(customer).Get();
        if (!told.IsAccepted)
            return told.Rejection;

        var (identity, wrapped) = (person.Identity, told.Value.WrappedKey);
        return await grains
            .Customer(customer)
            .LinkIdentity(
                new(identity.KeyBy(keys), sealer.Seal(identity.Text, wrapped.AsSpan())),
                person.Email is { } email ? keys.EmailKey(email) : null,
                Soon
            );
    }

    public Task<Outcome<bool>> Unlink(CustomerId customer, string key) =>
        grains.Customer(customer).UnlinkIdentity(key, Soon);

    /// <summary>Where they may sign in, by the mark of each.</summary>
    public async Task<IReadOnlyList<(LinkedIdentity Linked, OutsideIdentity Identity)>> ReadAll(
        CustomerTold told
    ) =>
        [
            .. (await grains.Customer(told.Id).GetIdentities()).Select(each =>
                (each, OutsideIdentity.Open(each, told, sealer))
            ),
        ];

    private Deadline Soon => new(time.GetUtcNow() + Patience);

    /// <summary><c>null</c> where the claim's owner is still to be registered.</summary>
    private async Task<Outcome<CustomerTold>?> Find(string owner)
    {
        var told = await grains.Customer(new(owner)).Get();
        if (told.Rejection?.Code == CustomerRejections.NotFound.Code)
            return null;
        return told;
    }
}
