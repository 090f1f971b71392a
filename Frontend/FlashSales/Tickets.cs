using Commerce.Secrets;

namespace Commerce.FlashSales;

/// <summary>
/// Tickets as clients carry them: who they are (as a hash) and their number, signed for one sale,
/// so that nobody need be asked whether there is such a ticket.
/// </summary>
internal sealed class Tickets(ServerKeys keys)
{
    public const string Prefix = "tkt_";

    private const long InDraw = -1;

    private readonly SignedHash _texts = new(Prefix, keys.KeyFor("tickets"));

    public string Write(SaleId sale, Ticket ticket) =>
        _texts.Write(sale, ticket.Number ?? InDraw, ticket.Hash.Span);

    /// <summary>Whether it is a ticket for the sale that this store gave.</summary>
    public bool TryRead(SaleId sale, string text, out Ticket ticket)
    {
        var hash = new byte[Ticket.HashBytes];
        var isOurs = _texts.TryRead(sale, text, out var number, hash);
        ticket = isOurs ? new(number == InDraw ? null : number, hash) : default;
        return isOurs;
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
