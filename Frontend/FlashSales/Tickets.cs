using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Commerce.Secrets;

namespace Commerce.FlashSales;

/// <summary>
/// Tickets as clients carry them: who they are (as a hash) and their number, signed for one sale,
/// so that nobody need be asked whether there is such a ticket.
/// </summary>
internal sealed class Tickets(ServerKeys keys)
{
    public const string Prefix = "tkt_";

    private const int NumberBytes = sizeof(long);
    private const int PlainBytes = NumberBytes + Ticket.HashBytes;
    private const int MarkBytes = 16;
    private const int AllBytes = PlainBytes + MarkBytes;
    private const long InDraw = -1;

    private static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(AllBytes);

    private readonly byte[] _key = keys.KeyFor("tickets");

    public string Write(SaleId sale, Ticket ticket)
    {
        Span<byte> all = stackalloc byte[AllBytes];
        BinaryPrimitives.WriteInt64BigEndian(all, ticket.Number ?? InDraw);
        ticket.Hash.Span.CopyTo(all[NumberBytes..]);
        Mark(sale, all[..PlainBytes], all[PlainBytes..]);
        return Prefix + Base64Url.EncodeToString(all);
    }

    /// <summary>Whether it is a ticket for the sale that this store gave.</summary>
    public bool TryRead(SaleId sale, string text, out Ticket ticket)
    {
        ticket = default;
        Span<byte> all = stackalloc byte[AllBytes];
        if (
            text.Length != Length
            || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length), all, out _, out var read)
                is not OperationStatus.Done
            || read != AllBytes
        )
            return false;

        Span<byte> mark = stackalloc byte[MarkBytes];
        Mark(sale, all[..PlainBytes], mark);
        if (!CryptographicOperations.FixedTimeEquals(mark, all[PlainBytes..]))
            return false;

        var number = BinaryPrimitives.ReadInt64BigEndian(all);
        ticket = new(number == InDraw ? null : number, all[NumberBytes..PlainBytes].ToArray());
        return true;
    }

    private void Mark(SaleId sale, ReadOnlySpan<byte> plain, Span<byte> mark)
    {
        // An id has at most 64 ASCII characters.
        Span<byte> marked = stackalloc byte[PlainBytes + 64];
        plain.CopyTo(marked);
        var length = PlainBytes + Encoding.ASCII.GetBytes(sale.Value, marked[PlainBytes..]);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, marked[..length], hash);
        hash[..MarkBytes].CopyTo(mark);
    }
}

/// <summary>A place in a waiting room.</summary>
/// <param name="Number">Among those who came after the start; <c>null</c> in the draw.</param>
/// <param name="Hash">32 bytes: whose it is, under the sale's key.</param>
internal readonly record struct Ticket(long? Number, ReadOnlyMemory<byte> Hash)
{
    public const int HashBytes = 32;

    public string Name => Convert.ToHexStringLower(Hash.Span);
}
