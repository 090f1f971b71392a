using System.Diagnostics.CodeAnalysis;
using Commerce.Secrets;

namespace Commerce.FlashSales;

/// <summary>
/// What lets an owner (a cart, an account) into a sale until some moment: signed, and safe in a
/// header.
/// </summary>
internal sealed class Admissions(ServerKeys keys)
{
    public const string Prefix = "adm_";

    private readonly SignedHash _texts = new(Prefix, keys.KeyFor("admissions"));

    public string Issue(SaleId sale, Ticket ticket, DateTimeOffset expiresAt) =>
        _texts.Write(sale, expiresAt.ToUnixTimeMilliseconds(), ticket.Hash.Span);

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
        Span<byte> hash = stackalloc byte[Ticket.HashBytes];
        if (
            sale.Key is not { } key
            || !_texts.TryRead(sale.Sale.Id, text, out var expiresAt, hash)
            || Convert.ToHexStringLower(hash) is var ticket && ticket != key.TicketOf(owner)
            || expiresAt <= now.ToUnixTimeMilliseconds()
        )
            return false;

        admission = new(ticket, DateTimeOffset.FromUnixTimeMilliseconds(expiresAt));
        return true;
    }
}

/// <param name="Ticket">Whose it is: the name under which it is spent.</param>
internal sealed record Admission(string Ticket, DateTimeOffset ExpiresAt);
