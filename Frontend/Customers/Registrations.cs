using System.Collections.Immutable;
using System.Text.Json;
using Commerce.Secrets;
using Commerce.SignIn;

namespace Commerce.Customers;

/// <summary>Opens accounts.</summary>
internal sealed class Registrations(
    IGrainFactory grains,
    ServerKeys keys,
    Sealer sealer,
    PasswordHashes hashes,
    PasswordRules rules,
    IdGenerator ids,
    TimeProvider time
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>An account for who chose a password.</summary>
    public async Task<Outcome<CustomerTold>> Register(RegisterRequest request)
    {
        var email = EmailAddress.Plain(request.Email);
        var profile = new Profile(request.Name, Locale: request.Locale);
        if (Flaws(email, profile) is { IsEmpty: false } flaws)
            return ProfileRules.Invalid(flaws);
        if (rules.Objection(request.Password, email) is { } weak)
            return weak;
        // Most who are refused are before a hash is made for them; the claim decides all the same.
        if (await Find(email) is not null)
            return CustomerRejections.EmailTaken;

        var hash = await hashes.Hash(request.Password);
        return hash.IsAccepted ? await Open(email, profile, hash.Value) : hash.Rejection;
    }

    /// <summary>An account for who signs in elsewhere.</summary>
    /// <param name="isEmailVerified">Whether those who say who it is vouch for the address.</param>
    /// <param name="identity">Who they are there.</param>
    /// <param name="id">Whose account it becomes, if that is known.</param>
    public async Task<Outcome<CustomerTold>> Register(
        string email,
        Profile profile,
        bool isEmailVerified,
        OutsideIdentity? identity = null,
        CustomerId? id = null
    )
    {
        var plain = EmailAddress.Plain(email);
        return Flaws(plain, profile) is { IsEmpty: false } flaws
            ? ProfileRules.Invalid(flaws)
            : await Open(plain, profile, passwordHash: null, isEmailVerified, identity, id);
    }

    /// <summary>Whose address it is; <c>null</c> where that is nobody who is registered.</summary>
    public async Task<CustomerId?> Find(string email) =>
        await grains.Claim(CustomerLimits.EmailClaim, keys.EmailKey(email)).GetOwner() is { } owner
        && (await grains.Customer(new(owner)).Get()).IsAccepted
            ? new CustomerId(owner)
            : null;

    private async Task<Outcome<CustomerTold>> Open(
        string email,
        Profile profile,
        string? passwordHash,
        bool isEmailVerified = false,
        OutsideIdentity? identity = null,
        CustomerId? id = null
    )
    {
        var key = sealer.MakeKey();
        var registration = new Registration(
            keys.EmailKey(email),
            sealer.Seal(email, key),
            sealer.Seal(JsonSerializer.Serialize(profile, SealedJson.Default.Profile), key),
            passwordHash is null ? null : sealer.Seal(passwordHash, key),
            [.. key],
            isEmailVerified,
            identity is null ? null : new(identity.KeyBy(keys), sealer.Seal(identity.Text, key))
        );
        return await grains
            .Customer(id ?? new(ids.New(CustomerId.Prefix)))
            .Register(registration, new(time.GetUtcNow() + Patience));
    }

    private ImmutableArray<RejectionDatum> Flaws(string email, Profile profile) =>
        EmailAddress.IsOne(email) && email.Length <= EmailAddress.TextMax
            ? ProfileRules.Flaws(profile, Today)
            : [ProfileRules.Flaw("/email"), .. ProfileRules.Flaws(profile, Today)];

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
