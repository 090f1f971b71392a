using Commerce.Customers;
using Commerce.Secrets;
using Commerce.Shopping;
using Fido2NetLib;

namespace Commerce.SignIn.Passkeys;

/// <summary>
/// Finds out whether somebody is who a passkey says. The passkey says itself whose it is, so that
/// nobody types an address, and wrong passwords lock nobody out of it.
/// </summary>
internal sealed class PasskeySignIn(
    IGrainFactory grains,
    PasskeyChallenges challenges,
    SignInSettings settings,
    ShopSettings shop,
    ServerKeys keys,
    Sealer sealer
)
{
    private const string Purpose = "sign-in";

    /// <summary>What the browser is to ask; <c>invalid_passkey</c> where none can be.</summary>
    public Outcome<AssertionOptions> Begin(HttpContext http) =>
        RelyingParty.Of(http.Request, settings, shop) is { } party
            ? party.Ask(challenges.Begin(http, Purpose).Bytes)
            : CustomerRejections.InvalidPasskey;

    /// <summary>
    /// The customer whose passkey it is. Rejected with <c>challenge_over</c>,
    /// <c>invalid_passkey</c>, <c>passkey_copied</c>.
    /// </summary>
    /// <param name="text">What it answered, as the browser wrote that down.</param>
    public async Task<Outcome<CustomerTold>> Try(HttpContext http, string text)
    {
        var asked = challenges.Take(http, Purpose);
        if (!asked.IsAccepted)
            return asked.Rejection;
        if (
            RelyingParty.Of(http.Request, settings, shop) is not { } party
            || RelyingParty.Read<AuthenticatorAssertionRawResponse>(text) is not { } answer
            || answer is not { RawId: { } credential, Response: { } response }
            || !PasskeyIds.TryReadHandle(response.UserHandle, out var id)
        )
            return CustomerRejections.InvalidPasskey;

        var (customer, name) = (grains.Customer(id), keys.Passkey(id, credential));
        var told = await customer.Get();
        var passkey = (await customer.GetPasskeys()).FirstOrDefault(each => each.Id == name);
        if (!told.IsAccepted || passkey is null)
            return CustomerRejections.InvalidPasskey;

        var kept = KeptPasskey.Open(passkey, told.Value, sealer);
        var judged = await party.Judge(answer, party.Ask(asked.Value.Bytes), kept.PublicKey);
        return judged is null
            ? CustomerRejections.InvalidPasskey
            : await customer.UsePasskey(
                new(name, judged.SignCount, asked.Value.Text, asked.Value.Until)
            );
    }
}
