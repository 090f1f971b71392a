using System.Diagnostics.CodeAnalysis;
using Commerce.Carts;
using Commerce.Customers;
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
    /// Whether it is an admission to the sale that this store gave to that account or that cart,
    /// and not expired. A sale without a key admits nobody.
    /// </summary>
    public bool TryRead(
        SaleSeen sale,
        CartId cart,
        CustomerId? account,
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
            || expiresAt <= now.ToUnixTimeMilliseconds()
        )
            return false;

        var ticket = Convert.ToHexStringLower(hash);
        var limitKey =
            account is { } who && ticket == key.TicketOf(who.Value) ? Identities.OfAccount(who, key)
            : ticket == key.TicketOf(cart.Value) ? Identities.OfCart(cart, key)
            : null;
        if (limitKey is null)
            return false;

        admission = new(ticket, limitKey, DateTimeOffset.FromUnixTimeMilliseconds(expiresAt));
        return true;
    }
}

/// <param name="Ticket">Whose it is: the name under which it is spent.</param>
/// <param name="LimitKey">The identity of whose it is, in whose ledger it is spent.</param>
internal sealed record Admission(string Ticket, string LimitKey, DateTimeOffset ExpiresAt);
