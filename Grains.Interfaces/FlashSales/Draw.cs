using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Commerce.FlashSales;

/// <summary>
/// The draw of a waiting room: who of those who came before the start is let in first. A function
/// of what is published, so that anybody can do it again.
/// </summary>
/// <remarks>
/// The sale commits to SHA-256(seed) while tickets may still be had. At the start the set of
/// tickets is closed, its root is published, and only then the seed. A ticket's rank is the first
/// 8 bytes, most significant first, of SHA-256(seed ‖ root ‖ ticket), read as a fraction of
/// 2⁶⁴; its position is that fraction of the number of tickets, rounded down.
/// </remarks>
public static class Draw
{
    /// <summary>Parts of a waiting room, by the first six bits of a ticket.</summary>
    public const int Leaves = 64;

    /// <summary>What the draw proves, and what it does not.</summary>
    public const string Note =
        "protects against changes after the close, not against an organiser who knew the seed";

    private const int HashBytes = SHA256.HashSizeInBytes;

    /// <param name="seed">32 bytes in hexadecimal.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    public static string Commit(string seed) =>
        Convert.ToHexStringLower(SHA256.HashData(Convert.FromHexString(seed)));

    /// <param name="ticket">A hash in hexadecimal.</param>
    public static int LeafOf(string ticket) =>
        int.Parse(ticket.AsSpan(0, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> 2;

    /// <summary>The root over the leaves' roots, in their order, all in hexadecimal.</summary>
    public static string Root(IEnumerable<string> leaves) =>
        Convert.ToHexStringLower(MerkleTree.Root([.. leaves.Select(Convert.FromHexString)]));

    public static ulong Rank(
        ReadOnlySpan<byte> seed,
        ReadOnlySpan<byte> root,
        ReadOnlySpan<byte> ticket
    )
    {
        Span<byte> all = stackalloc byte[3 * HashBytes];
        seed.CopyTo(all);
        root.CopyTo(all[HashBytes..]);
        ticket.CopyTo(all[(2 * HashBytes)..]);
        Span<byte> hash = stackalloc byte[HashBytes];
        SHA256.HashData(all, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    /// <summary>From 0 to before the count.</summary>
    public static long Position(ulong rank, long count) =>
        (long)ulong.CreateChecked(((UInt128)rank * (ulong)count) >> 64);
}
