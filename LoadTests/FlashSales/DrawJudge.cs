using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Commerce.LoadTests.FlashSales;

/// <summary>
/// Does a draw again from what was published, with no code of the store's: the commitment, the root
/// (Merkle tree hashes of RFC 9162, 2.1.1, over the roots of 64 leaves), and every position. Then
/// holds against it who was given a ticket, and in which order they were let in.
/// </summary>
internal static class DrawJudge
{
    private const string Promise = "G5 the draw recomputes";
    private const int Leaves = 64;

    public static Verdict Judge(SaleHistory history) =>
        history.Draw is { } draw
            ? Objection(draw, history.Tickets) is { } objection
                ? new(Promise, Holds: false, objection)
                : new(Promise, Holds: true, Say($"{draw.Set.Count:N0} tickets, each in its place"))
            : new(Promise, Holds: false, "no proof was published");

    private static string? Objection(PublishedDraw draw, IReadOnlyList<EarlyTicket> tickets)
    {
        var (proof, set) = (draw.Proof, draw.Set);
        var seed = Convert.FromHexString(proof.Seed);
        if (proof.Commit != draw.Commit)
            return "another commitment than before the start";
        if (Convert.ToHexStringLower(SHA256.HashData(seed)) != proof.Commit)
            return "the seed is not the one that was committed to";
        if (proof.Count != set.Count)
            return Say($"{set.Count:N0} tickets in the set, {proof.Count:N0} in the proof");
        if (set.Zip(set.Skip(1)).Any(each => !IsBefore(each.First.Hash, each.Second.Hash)))
            return "the set is not in its order, or has a ticket twice";
        if (RootOf(set) != proof.Root)
            return "the root is not that of the set";

        var root = Convert.FromHexString(proof.Root);
        var wrong = set.Count(each =>
            PositionOf(each.Hash, seed, root, set.Count) != each.Position
        );
        return wrong > 0 ? Say($"{wrong:N0} tickets have another position") : Order(set, tickets);
    }

    /// <summary>Whoever had a ticket in time is in the set, and was let in when due.</summary>
    private static string? Order(
        IReadOnlyList<(string Hash, long Position)> set,
        IReadOnlyList<EarlyTicket> tickets
    )
    {
        var positions = set.ToDictionary(
            each => each.Hash,
            each => each.Position,
            StringComparer.Ordinal
        );
        var missing = tickets.Count(ticket => !positions.ContainsKey(ticket.Hash));
        if (missing > 0)
            return Say($"{missing:N0} tickets that were given in time are not in the set");

        var letIn = tickets
            .Where(ticket => ticket.LetIn is not null)
            .OrderBy(ticket => positions[ticket.Hash])
            .ThenBy(ticket => ticket.LetIn)
            .ToList();
        var passed = letIn.Zip(letIn.Skip(1)).Count(each => each.Second.LetIn < each.First.LetIn);
        return passed > 0 ? Say($"{passed:N0} were let in before others of a better place") : null;
    }

    private static long PositionOf(string hash, byte[] seed, byte[] root, int count)
    {
        var rank = SHA256.HashData([.. seed, .. root, .. Convert.FromHexString(hash)]);
        return (long)(((UInt128)BinaryPrimitives.ReadUInt64BigEndian(rank) * (ulong)count) >> 64);
    }

    private static string RootOf(IReadOnlyList<(string Hash, long Position)> set)
    {
        var leaves = set.Select(each => Convert.FromHexString(each.Hash))
            .ToLookup(hash => hash[0] >> 2);
        var roots = Enumerable.Range(0, Leaves).Select(leaf => RootOf([.. leaves[leaf]]));
        return Convert.ToHexStringLower(RootOf([.. roots]));
    }

    private static byte[] RootOf(ReadOnlySpan<byte[]> entries)
    {
        if (entries.Length < 2)
            return entries.IsEmpty ? SHA256.HashData([]) : SHA256.HashData([0, .. entries[0]]);

        var half = 1 << (31 - int.LeadingZeroCount(entries.Length - 1));
        return SHA256.HashData([1, .. RootOf(entries[..half]), .. RootOf(entries[half..])]);
    }

    private static bool IsBefore(string one, string other) => string.CompareOrdinal(one, other) < 0;

    private static string Say(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
