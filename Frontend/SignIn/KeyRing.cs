using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Commerce.SignIn;

/// <summary>
/// The keys that are known, and which of them does what when. Each is published some time before it
/// signs, and goes on being believed until the last token that it signed is over.
/// </summary>
/// <param name="Keys">In the order in which they sign.</param>
internal sealed record KeyRing(IReadOnlyList<RingKey> Keys)
{
    /// <summary>How long before it signs a key is published: longer than anybody who believes
    /// tokens of ours goes without looking.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromDays(1);

    /// <summary>The key that signs now.</summary>
    public RingKey Signing(DateTimeOffset now) =>
        Keys.LastOrDefault(key => key.Begins <= now) ?? Keys[0];

    /// <summary>When the next key is to sign that is to be published now; <c>null</c> while none
    /// is needed.</summary>
    public DateTimeOffset? Next(DateTimeOffset now, TimeSpan period) =>
        Keys is not [.., { Begins: var newest }] ? now
        : newest + period - Lead > now ? null
        : newest + period < now + Lead ? now + Lead
        : newest + period;

    /// <summary>Keys that no token can need any more.</summary>
    /// <param name="kept">How long what a key signed last is good.</param>
    public IEnumerable<RingKey> Over(DateTimeOffset now, TimeSpan kept) =>
        Keys.Zip(Keys.Skip(1))
            .Where(pair => pair.Second.Begins + kept < now)
            .Select(pair => pair.First);

    /// <summary>All of them, whichever signs now first.</summary>
    public IEnumerable<RingKey> ByUse(DateTimeOffset now)
    {
        var signing = Signing(now);
        return Keys.Where(key => key != signing).Prepend(signing);
    }
}

/// <summary>A key of the ring: it signs, and what is derived from it encrypts.</summary>
internal sealed record RingKey(string Id, DateTimeOffset Begins)
{
    private const int EncryptionBytes = 32;

    public required ECDsaSecurityKey Signature { get; init; }

    public required SymmetricSecurityKey Encryption { get; init; }

    /// <summary>A new key, and what is to be kept of it.</summary>
    public static (RingKey Key, byte[] Secret) Make(DateTimeOffset begins)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var secret = made.ExportPkcs8PrivateKey();
        var mark = SHA256.HashData(made.ExportSubjectPublicKeyInfo());
        return (Of(Convert.ToHexStringLower(mark)[..16], begins, secret), secret);
    }

    public static RingKey Of(string id, DateTimeOffset begins, byte[] secret)
    {
        var signature = ECDsa.Create();
        signature.ImportPkcs8PrivateKey(secret, out _);
        var encryption = HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            signature.ExportParameters(includePrivateParameters: true).D!,
            EncryptionBytes,
            info: "encryption"u8.ToArray()
        );
        return new(id, begins)
        {
            Signature = new(signature) { KeyId = id },
            Encryption = new(encryption) { KeyId = id },
        };
    }
}
