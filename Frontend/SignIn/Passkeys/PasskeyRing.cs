using Commerce.Customers;
using Commerce.Secrets;
using Commerce.Shopping;
using Fido2NetLib;
using Fido2NetLib.Objects;

namespace Commerce.SignIn.Passkeys;

/// <summary>The passkeys of somebody who has signed in.</summary>
internal sealed class PasskeyRing(
    IGrainFactory grains,
    PasskeyChallenges challenges,
    SignInSettings settings,
    ShopSettings shop,
    ServerKeys keys,
    Sealer sealer
)
{
    public async Task<Outcome<IReadOnlyList<ShownPasskey>>> Read(CustomerId id)
    {
        var told = await grains.Customer(id).Get();
        if (!told.IsAccepted)
            return told.Rejection;

        var all = await grains.Customer(id).GetPasskeys();
        return all.Select(each => ShownPasskey.Of(each, told.Value, sealer)).ToList();
    }

    /// <summary>What the browser is to ask; <c>invalid_passkey</c> where none can be.</summary>
    public async Task<Outcome<CredentialCreateOptions>> Begin(
        HttpContext http,
        BrowserSession session
    )
    {
        var told = await grains.Customer(session.Customer).Get();
        if (!told.IsAccepted)
            return told.Rejection;
        if (RelyingParty.Of(http.Request, settings, shop) is not { } party)
            return CustomerRejections.InvalidPasskey;

        var all = await grains.Customer(session.Customer).GetPasskeys();
        return party.AskNew(
            challenges.Begin(http, Purpose(session)).Bytes,
            Person(told.Value),
            [.. all.Select(each => KeptPasskey.Open(each, told.Value, sealer).Descriptor)]
        );
    }

    /// <summary>
    /// Adds what an authenticator has made. Rejected with <c>challenge_over</c>,
    /// <c>invalid_passkey</c>, <c>passkey_known</c>, <c>too_many_passkeys</c>.
    /// </summary>
    /// <param name="text">What it answered, as the browser wrote that down.</param>
    public async Task<Outcome<Passkey>> Add(
        HttpContext http,
        BrowserSession session,
        string name,
        string text
    )
    {
        var asked = challenges.Take(http, Purpose(session));
        if (!asked.IsAccepted)
            return asked.Rejection;

        var customer = grains.Customer(session.Customer);
        var told = await customer.Get();
        if (!told.IsAccepted)
            return told.Rejection;
        if (
            RelyingParty.Of(http.Request, settings, shop) is not { } party
            || RelyingParty.Read<AuthenticatorAttestationRawResponse>(text)
                is not { Response: not null } answer
            || await party.Judge(answer, party.AskNew(asked.Value.Bytes, Person(told.Value), []))
                is not { } made
        )
            return CustomerRejections.InvalidPasskey;

        return await customer.AddPasskey(
            new(
                keys.Passkey(session.Customer, made.Id),
                Keep(name, made).Seal(told.Value, sealer),
                made.SignCount,
                asked.Value.Text,
                asked.Value.Until
            )
        );
    }

    public Task<Outcome<bool>> Remove(BrowserSession session, PasskeyId passkey) =>
        grains.Customer(session.Customer).RemovePasskey(passkey);

    /// <summary>Whoever is asked in one session answers in no other.</summary>
    private static string Purpose(BrowserSession session) => $"add {session.Id}";

    private static KeptPasskey Keep(string name, RegisteredPublicKeyCredential made) =>
        new(
            name,
            made.Id,
            made.PublicKey,
            made.Transports ?? [],
            made.IsBackupEligible,
            made.IsBackedUp
        );

    private Fido2User Person(CustomerTold customer)
    {
        var email = customer.OpenEmail(sealer);
        return new()
        {
            Id = customer.Id.UserHandle(),
            Name = email,
            DisplayName = customer.OpenProfile(sealer).Name ?? email,
        };
    }
}
