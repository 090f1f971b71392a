using System.Text.Json;
using System.Text.Json.Serialization;
using Commerce.Customers;
using Commerce.Secrets;
using Fido2NetLib.Objects;

namespace Commerce.SignIn.Passkeys;

/// <summary>What is known of a passkey, as it is sealed: it tells whose it is.</summary>
/// <param name="Name">As its owner calls it.</param>
/// <param name="Credential">As its authenticator calls it.</param>
/// <param name="PublicKey">In COSE, as its authenticator wrote it.</param>
/// <param name="Transports">How browsers reach it.</param>
/// <param name="IsBackupEligible">Whether it may be on several devices.</param>
/// <param name="IsBackedUp">Whether it was, when it was added.</param>
internal sealed record KeptPasskey(
    string Name,
    byte[] Credential,
    byte[] PublicKey,
    IReadOnlyList<AuthenticatorTransport> Transports,
    bool IsBackupEligible,
    bool IsBackedUp
)
{
    /// <summary>To ask for it, or for any other.</summary>
    public PublicKeyCredentialDescriptor Descriptor =>
        new(PublicKeyCredentialType.PublicKey, Credential, [.. Transports]);

    public static KeptPasskey Open(Passkey passkey, CustomerTold customer, Sealer sealer) =>
        JsonSerializer.Deserialize(
            sealer.Open(passkey.Sealed, customer.WrappedKey.AsSpan()),
            KeptPasskeyJson.Default.KeptPasskey
        )!;

    public string Seal(CustomerTold customer, Sealer sealer) =>
        sealer.Seal(
            JsonSerializer.Serialize(this, KeptPasskeyJson.Default.KeptPasskey),
            customer.WrappedKey.AsSpan()
        );
}

/// <summary>How a passkey is sealed: tolerantly, as events are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeptPasskey))]
internal sealed partial class KeptPasskeyJson : JsonSerializerContext;
