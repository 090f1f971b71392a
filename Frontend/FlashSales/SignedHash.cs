using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Commerce.FlashSales;

/// <summary>
/// A number and the hash of a ticket as text that clients carry: signed for one sale, and safe in a
/// header and a path.
/// </summary>
/// <param name="prefix">What the text begins with.</param>
/// <param name="key">For this kind of text alone.</param>
internal sealed class SignedHash(string prefix, byte[] key)
{
    private const int NumberBytes = sizeof(long);
    private const int PlainBytes = NumberBytes + Ticket.HashBytes;
    private const int MarkBytes = 16;
    private const int AllBytes = PlainBytes + MarkBytes;
    private const int SaleBytesMax = 64;

    private readonly int _length = prefix.Length + Base64Url.GetEncodedLength(AllBytes);

    public string Write(SaleId sale, long number, ReadOnlySpan<byte> hash)
    {
        Span<byte> all = stackalloc byte[AllBytes];
        BinaryPrimitives.WriteInt64BigEndian(all, number);
        hash.CopyTo(all[NumberBytes..]);
        Mark(sale, all[..PlainBytes], all[PlainBytes..]);
        return prefix + Base64Url.EncodeToString(all);
    }

    /// <summary>Whether this store has written it, for that sale.</summary>
    /// <param name="hash">Takes the hash: <see cref="Ticket.HashBytes"/>.</param>
    public bool TryRead(SaleId sale, string? text, out long number, Span<byte> hash)
    {
        number = 0;
        Span<byte> all = stackalloc byte[AllBytes];
        if (
            text?.Length != _length
            || !text.StartsWith(prefix, StringComparison.Ordinal)
            || Base64Url.DecodeFromChars(text.AsSpan(prefix.Length), all, out _, out var read)
                is not OperationStatus.Done
            || read != AllBytes
        )
            return false;

        Span<byte> mark = stackalloc byte[MarkBytes];
        Mark(sale, all[..PlainBytes], mark);
        if (!CryptographicOperations.FixedTimeEquals(mark, all[PlainBytes..]))
            return false;

        number = BinaryPrimitives.ReadInt64BigEndian(all);
        all[NumberBytes..PlainBytes].CopyTo(hash);
        return true;
    }

    private void Mark(SaleId sale, ReadOnlySpan<byte> plain, Span<byte> mark)
    {
        Span<byte> marked = stackalloc byte[PlainBytes + SaleBytesMax];
        plain.CopyTo(marked);
        var length = PlainBytes + Encoding.ASCII.GetBytes(sale.Value, marked[PlainBytes..]);
        Span<byte> code = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, marked[..length], code);
        code[..MarkBytes].CopyTo(mark);
    }
}
