using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Commerce.Secrets;

namespace Commerce.FlashSales;

/// <summary>
/// What lets an owner (a cart, an account) into a sale until some moment: signed, and safe in a
/// header.
/// </summary>
internal sealed class Admissions(ServerKeys keys)
{
    public const string Prefix = "adm_";

    private const int TimeBytes = sizeof(long);
    private const int PlainBytes = TimeBytes + Ticket.HashBytes;
    private const int MarkBytes = 32;
    private const int AllBytes = PlainBytes + MarkBytes;

    private static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(AllBytes);

    private readonly byte[] _key = keys.KeyFor("admissions");

    public string Issue(SaleId sale, Ticket ticket, DateTimeOffset expiresAt)
    {
        var all = new byte[AllBytes];
        BinaryPrimitives.WriteInt64BigEndian(all, expiresAt.ToUnixTimeMilliseconds());
        ticket.Hash.Span.CopyTo(all.AsSpan(TimeBytes));
        Mark(sale, all.AsSpan(0, PlainBytes)).CopyTo(all, PlainBytes);
        return Prefix + Base64Url.EncodeToString(all);
    }

    /// <summary>
    /// Whether it is an admission to the sale that this store gave to that owner, and not expired.
    /// A sale without a key admits nobody.
    /// </summary>
    public bool TryRead(
        SaleSeen sale,
        string owner,
        string? text,
        DateTimeOffset now,
        [NotNullWhen(true)] out Admission? admission
    )
    {
        admission = null;
        var all = new byte[AllBytes];
        if (
            sale.Key is not { } key
            || text?.Length != Length
            || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || Base64Url.DecodeFromChars(text.AsSpan(Prefix.Length), all, out _, out var read)
                is not OperationStatus.Done
            || read != AllBytes
        )
            return false;

        var plain = all.AsSpan(0, PlainBytes);
        var ticket = Convert.ToHexStringLower(plain[TimeBytes..]);
        var expiresAt = BinaryPrimitives.ReadInt64BigEndian(plain);
        if (
            !CryptographicOperations.FixedTimeEquals(
                Mark(sale.Sale.Id, plain),
                all.AsSpan(PlainBytes)
            )
            || ticket != key.TicketOf(owner)
            || expiresAt <= now.ToUnixTimeMilliseconds()
        )
            return false;

        admission = new(ticket, DateTimeOffset.FromUnixTimeMilliseconds(expiresAt));
        return true;
    }

    private byte[] Mark(SaleId sale, ReadOnlySpan<byte> plain)
    {
        byte[] marked = [.. plain, .. Encoding.ASCII.GetBytes(sale.Value)];
        return HMACSHA256.HashData(_key, marked);
    }
}

/// <param name="Ticket">Whose it is: the name under which it is spent.</param>
internal sealed record Admission(string Ticket, DateTimeOffset ExpiresAt);
