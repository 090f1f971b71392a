using System.Security.Cryptography;
using System.Text;

namespace Commerce.Secrets;

/// <summary>
/// Seals people's data under a key of its own (AES-256-GCM), wrapped by this edge's key. The rest
/// of the store only ever sees both sealed; destroying the wrapped key destroys the data.
/// </summary>
public sealed class Sealer
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly ServerKeys _keys;

    internal Sealer(ServerKeys keys) => _keys = keys;

    /// <summary>Seals a text under a new key.</summary>
    public (string Sealed, byte[] WrappedKey) Seal(string text)
    {
        var wrappedKey = MakeKey();
        return (Seal(text, wrappedKey), wrappedKey);
    }

    /// <summary>A new key, wrapped, for several texts.</summary>
    public byte[] MakeKey() => Wrap(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>
    /// Seals a text under a key that is there; throws as <see cref="Open"/> does.
    /// </summary>
    public string Seal(string text, ReadOnlySpan<byte> wrappedKey) =>
        Convert.ToBase64String(Encrypt(OpenKey(wrappedKey), Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// Opens what was sealed. Throws <see cref="CryptographicException"/> if it or its key was
    /// tampered with, or sealed elsewhere.
    /// </summary>
    public string Open(string sealedText, ReadOnlySpan<byte> wrappedKey)
    {
        var key = OpenKey(wrappedKey);
        return Encoding.UTF8.GetString(Decrypt(key, Convert.FromBase64String(sealedText)));
    }

    /// <summary>The key itself, for what else is hidden under it; throws as above.</summary>
    public byte[] OpenKey(ReadOnlySpan<byte> wrappedKey) =>
        Decrypt(_keys.KeyEncryptionKey, wrappedKey);

    /// <summary>Wraps a key, as <see cref="OpenKey"/> opens it.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> key) => Encrypt(_keys.KeyEncryptionKey, key);

    private static byte[] Encrypt(byte[] key, ReadOnlySpan<byte> plain)
    {
        var box = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = box.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            nonce,
            plain,
            box.AsSpan(NonceBytes, plain.Length),
            box.AsSpan(NonceBytes + plain.Length)
        );
        return box;
    }

    private static byte[] Decrypt(byte[] key, ReadOnlySpan<byte> box)
    {
        if (box.Length < NonceBytes + TagBytes)
            throw new CryptographicException("Too short to be sealed.");

        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(box[..NonceBytes], box[NonceBytes..^TagBytes], box[^TagBytes..], plain);
        return plain;
    }
}
