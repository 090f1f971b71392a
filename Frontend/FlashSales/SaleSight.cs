using System.Collections.Immutable;
using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>What is known of a sale and, once there is one, of its waiting room.</summary>
/// <param name="Work">How many leading zero bits a proof of work has now.</param>
internal sealed record SaleSight(SaleTold Sale, RoomTold? Room, int Work)
{
    /// <summary>Items of which no unit is free.</summary>
    public ImmutableArray<Sku> SoldOut => Room?.SoldOut ?? [];
}
