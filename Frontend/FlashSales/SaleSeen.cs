using System.Collections.Frozen;
using Commerce.Carts;
using Commerce.Customers;
using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>A sale and its waiting room as this process knows them, without asking.</summary>
internal sealed class SaleSeen(
    SaleTold sale,
    RoomTold room,
    SaleKey? key,
    FrozenSet<string> blocked,
    JoinRate joins,
    DateTimeOffset heardAt
)
{
    /// <summary>
    /// What was heard longer ago may be behind what other frontends say: shorter than any two polls
    /// of a ticket are apart.
    /// </summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1.5);

    public static RoomTold NoRoom { get; } =
        new(0, null, 0, null, [], [], new(0, 0, 0, 0, TimeSpan.Zero, []));

    public SaleTold Sale => sale;

    public RoomTold Room => room;

    /// <summary>Opened; <c>null</c> before it is armed, and once it is settled.</summary>
    public SaleKey? Key => key;

    /// <summary>The seed and the root of the draw, once there is one.</summary>
    public (byte[] Seed, byte[] Root)? Drawn { get; } =
        room is { Seed: { } seed, Root: { } root }
            ? (Convert.FromHexString(seed), Convert.FromHexString(root))
            : null;

    public SaleState StateAt(DateTimeOffset now) => sale.StateAt(now);

    /// <summary>Whether what is known of the room is as good as new.</summary>
    public bool IsFreshAt(DateTimeOffset now) => now - heardAt < FreshFor;

    public bool IsSoldOut(Sku sku) => room.SoldOut.Contains(sku);

    /// <summary>Whether no unit of any item is free.</summary>
    public bool IsSoldOutWhole => sale.Terms.Items.All(item => IsSoldOut(item.Sku));

    /// <summary>Whether operators keep out a shopper, by their cart or their account.</summary>
    public bool IsBlocked(CartId? cart, CustomerId? account) =>
        sale.Blocked.Any(owner => owner == cart?.Value || owner == account?.Value);

    /// <summary>Whether whoever has that ticket is kept out.</summary>
    public bool IsBlocked(string ticket) => blocked.Contains(ticket);

    /// <summary>The zero bits that a guest's proof of work has now.</summary>
    public int WorkAt(DateTimeOffset now) => WorkProof.Bits(sale.Terms.Work, joins.PerSecond(now));

    public void Joined(DateTimeOffset now) => joins.Count(now);
}
