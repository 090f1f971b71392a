using System.Collections.Immutable;
using System.Text.Json;
using Commerce.Secrets;

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
        if (await IsTaken(email))
            return CustomerRejections.EmailTaken;

        var hash = await hashes.Hash(request.Password);
        return hash.IsAccepted ? await Open(email, profile, hash.Value) : hash.Rejection;
    }

    /// <summary>An account for who signs in elsewhere.</summary>
    /// <param name="isEmailVerified">Whether those who say who it is vouch for the address.</param>
    public async Task<Outcome<CustomerTold>> Register(
        string email,
        Profile profile,
        bool isEmailVerified
    )
    {
        var plain = EmailAddress.Plain(email);
        return Flaws(plain, profile) is { IsEmpty: false } flaws
            ? ProfileRules.Invalid(flaws)
            : await Open(plain, profile, passwordHash: null, isEmailVerified);
    }

    private async Task<bool> IsTaken(string email) =>
        await grains.Claim(CustomerLimits.EmailClaim, keys.EmailKey(email)).GetOwner() is { } owner
        && (await grains.Customer(new(owner)).Get()).IsAccepted;

    private async Task<Outcome<CustomerTold>> Open(
        string email,
        Profile profile,
        string? passwordHash,
        bool isEmailVerified = false
    )
    {
        var key = sealer.MakeKey();
        var registration = new Registration(
            keys.EmailKey(email),
            sealer.Seal(email, key),
            sealer.Seal(JsonSerializer.Serialize(profile, SealedJson.Default.Profile), key),
            passwordHash is null ? null : sealer.Seal(passwordHash, key),
            [.. key],
            isEmailVerified
        );
        var id = new CustomerId(ids.New(CustomerId.Prefix));
        return await grains.Customer(id).Register(registration, new(time.GetUtcNow() + Patience));
    }

    private ImmutableArray<RejectionDatum> Flaws(string email, Profile profile) =>
        EmailAddress.IsOne(email) && email.Length <= EmailAddress.TextMax
            ? ProfileRules.Flaws(profile, Today)
            : [ProfileRules.Flaw("/email"), .. ProfileRules.Flaws(profile, Today)];

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
