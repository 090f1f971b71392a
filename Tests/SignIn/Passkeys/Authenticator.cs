using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Commerce.SignIn.Passkeys;

/// <summary>
/// An authenticator (WebAuthn, 6) and the browser before it, which say what a test wants: one
/// passkey on P-256, and nothing of it from the library that judges it.
/// </summary>
internal sealed class Authenticator(string origin) : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte BackupEligible = 0x08;
    private const byte Attested = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Id { get; init; } = RandomNumberGenerator.GetBytes(16);

    public uint Counter { get; set; } = 1;

    /// <summary>Whose it is, as it was told when it was made.</summary>
    public byte[] UserHandle { get; set; } = [];

    public void Dispose() => _key.Dispose();

    /// <summary>What a browser answers that is asked for a new passkey.</summary>
    public JsonObject Create(JsonNode asked, Lie? lie = null)
    {
        UserHandle = Bytes(asked["user"]!["id"]!);
        var attestation = new CborWriter(CborConformanceMode.Ctap2Canonical);
        attestation.WriteStartMap(3);
        attestation.WriteTextString("fmt");
        attestation.WriteTextString("none");
        attestation.WriteTextString("attStmt");
        attestation.WriteStartMap(0);
        attestation.WriteEndMap();
        attestation.WriteTextString("authData");
        var name = lie?.RpId ?? asked["rp"]!["id"]!.GetValue<string>();
        attestation.WriteByteString([.. Data(name, lie, Attested), .. Credential()]);
        attestation.WriteEndMap();
        return Answer(
            new()
            {
                ["clientDataJSON"] = Text(Client("webauthn.create", asked, lie)),
                ["attestationObject"] = Text(attestation.Encode()),
                ["transports"] = new JsonArray("internal"),
            }
        );
    }

    /// <summary>What a browser answers that is asked for a passkey.</summary>
    public JsonObject Get(JsonNode asked, Lie? lie = null)
    {
        Counter++;
        var name = lie?.RpId ?? asked["rpId"]!.GetValue<string>();
        var (data, client) = (Data(name, lie), Client("webauthn.get", asked, lie));
        var signature = _key.SignData(
            [.. data, .. SHA256.HashData(client)],
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        return Answer(
            new()
            {
                ["clientDataJSON"] = Text(client),
                ["authenticatorData"] = Text(data),
                ["signature"] = Text(signature),
                ["userHandle"] = Text(lie?.UserHandle ?? UserHandle),
            }
        );
    }

    public static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public static byte[] Bytes(JsonNode text) => Base64Url.DecodeFromChars(text.GetValue<string>());

    private JsonObject Answer(JsonObject response) =>
        new()
        {
            ["id"] = Text(Id),
            ["rawId"] = Text(Id),
            ["type"] = "public-key",
            ["authenticatorAttachment"] = "platform",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = response,
        };

    private byte[] Client(string type, JsonNode asked, Lie? lie) =>
        Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["type"] = lie?.Type ?? type,
                ["challenge"] = lie?.Challenge ?? asked["challenge"]!.GetValue<string>(),
                ["origin"] = lie?.Origin ?? origin,
                ["crossOrigin"] = false,
            }.ToJsonString()
        );

    private byte[] Data(string name, Lie? lie, byte flags = 0)
    {
        var verified = lie?.IsUnverified is true ? (byte)0 : Verified;
        var counter = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        return
        [
            .. SHA256.HashData(Encoding.UTF8.GetBytes(name)),
            (byte)(flags | Present | verified | BackupEligible),
            .. counter,
        ];
    }

    private byte[] Credential()
    {
        var length = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)Id.Length);
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var cose = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cose.WriteStartMap(5);
        foreach (var (label, value) in ((int, int)[])[(1, 2), (3, -7), (-1, 1)])
        {
            cose.WriteInt32(label);
            cose.WriteInt32(value);
        }

        cose.WriteInt32(-2);
        cose.WriteByteString(point.X!);
        cose.WriteInt32(-3);
        cose.WriteByteString(point.Y!);
        cose.WriteEndMap();
        return [.. new byte[16], .. length, .. Id, .. cose.Encode()];
    }
}

/// <summary>What an authenticator, or who pretends to be one, says wrongly.</summary>
internal sealed record Lie(
    string? Origin = null,
    string? RpId = null,
    bool IsUnverified = false,
    string? Challenge = null,
    string? Type = null,
    byte[]? UserHandle = null
);
