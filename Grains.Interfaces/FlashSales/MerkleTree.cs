using System.Security.Cryptography;

namespace Commerce.FlashSales;

/// <summary>
/// The Merkle tree hash of RFC 9162 (Certificate Transparency 2.0), section 2.1.1, with SHA-256.
/// </summary>
public static class MerkleTree
{
    private const byte Leaf = 0;
    private const byte Node = 1;

    public static byte[] Root(ReadOnlySpan<byte[]> entries)
    {
        if (entries.IsEmpty)
            return SHA256.HashData([]);
        if (entries.Length == 1)
            return SHA256.HashData([Leaf, .. entries[0]]);

        // The largest power of two that is smaller than the number of entries.
        var split = 1 << int.Log2(entries.Length - 1);
        return SHA256.HashData([Node, .. Root(entries[..split]), .. Root(entries[split..])]);
    }
}
