using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text.Json;
using Commerce.Shopping;
using Fido2NetLib;
using Fido2NetLib.Objects;

namespace Commerce.SignIn.Passkeys;

/// <summary>
/// This store as authenticators know it: by the name in its public address. What they sign is
/// judged by the library, and whatever that says is a plain no here.
/// </summary>
internal sealed class RelyingParty
{
    private const int AnswerMax = 16_384;

    private static readonly AuthenticatorSelection Wanted = new()
    {
        ResidentKey = ResidentKeyRequirement.Required,
        UserVerification = UserVerificationRequirement.Required,
    };

    private readonly Fido2 _fido;

    private RelyingParty(Uri address, string name)
    {
        var port = address.IsDefaultPort ? "" : $":{address.Port}";
        var configuration = new Fido2Configuration
        {
            RPID = address.IdnHost,
            RPName = name,
            Origins = new HashSet<string>(StringComparer.Ordinal)
            {
                $"{address.Scheme}://{address.IdnHost}{port}",
            },
            Timeout = (uint)Customers.CustomerLimits.ChallengeLife.TotalMilliseconds,
        };
        _fido = new(configuration, metadataService: null);
    }

    /// <summary>
    /// As whoever sent this request sees us; <c>null</c> where it has no name: browsers keep no
    /// passkey for a number.
    /// </summary>
    public static RelyingParty? Of(HttpRequest request, SignInSettings settings, ShopSettings shop)
    {
        var address = settings.Issuer;
        if (address is null)
            Uri.TryCreate(
                $"{request.Scheme}://{request.Host.Value}",
                UriKind.Absolute,
                out address
            );
        return address is { HostNameType: UriHostNameType.Dns } ? new(address, shop.Name) : null;
    }

    /// <summary>What a browser is to ask of an authenticator that is to keep a passkey.</summary>
    /// <param name="known">Those that the person has already.</param>
    public CredentialCreateOptions AskNew(
        byte[] challenge,
        Fido2User person,
        IReadOnlyList<PublicKeyCredentialDescriptor> known
    )
    {
        var asked = _fido.RequestNewCredential(
            new()
            {
                User = person,
                ExcludeCredentials = known,
                AuthenticatorSelection = Wanted,
                AttestationPreference = AttestationConveyancePreference.None,
            }
        );
        asked.Challenge = challenge;
        return asked;
    }

    /// <summary>What a browser is to ask of whichever passkey the person takes.</summary>
    public AssertionOptions Ask(byte[] challenge)
    {
        var asked = _fido.GetAssertionOptions(
            new()
            {
                AllowedCredentials = [],
                UserVerification = UserVerificationRequirement.Required,
            }
        );
        asked.Challenge = challenge;
        return asked;
    }

    public Task<RegisteredPublicKeyCredential?> Judge(
        AuthenticatorAttestationRawResponse answer,
        CredentialCreateOptions asked
    ) =>
        Judge(() =>
            _fido.MakeNewCredentialAsync(
                new()
                {
                    AttestationResponse = answer,
                    OriginalOptions = asked,
                    // The customer's grain decides that, where all ask.
                    IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true),
                }
            )
        );

    public Task<VerifyAssertionResult?> Judge(
        AuthenticatorAssertionRawResponse answer,
        AssertionOptions asked,
        byte[] publicKey
    ) =>
        Judge(() =>
            _fido.MakeAssertionAsync(
                new()
                {
                    AssertionResponse = answer,
                    OriginalOptions = asked,
                    StoredPublicKey = publicKey,
                    // The customer's grain decides that, and notes it.
                    StoredSignatureCounter = 0,
                    // It was looked up by both.
                    IsUserHandleOwnerOfCredentialIdCallback = (_, _) => Task.FromResult(true),
                }
            )
        );

    /// <summary>What a browser's script sent; <c>null</c> if it is none of that.</summary>
    public static TAnswer? Read<TAnswer>(string text)
        where TAnswer : class
    {
        if (text.Length > AnswerMax)
            return null;

        try
        {
            return JsonSerializer.Deserialize<TAnswer>(text);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Whatever is said by whoever made up what is judged.</summary>
    private static async Task<TJudged?> Judge<TJudged>(Func<Task<TJudged>> judge)
        where TJudged : class
    {
        try
        {
            return await judge();
        }
        catch (Exception e)
            when (e
                    is Fido2VerificationException
                        or CborContentException
                        or CryptographicException
                        or FormatException
                        or ArgumentException
                        or InvalidOperationException
            )
        {
            return null;
        }
    }
}
