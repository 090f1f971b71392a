using System.Collections.Immutable;
using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>What a sale sells, to whom, and how. Changes until it is armed.</summary>
/// <param name="Name">1 to 120 characters, for people.</param>
/// <param name="Items">1 to 20, each SKU once, all prices in one currency.</param>
/// <param name="Limit">Units of all items together that one person may have, 1 to 1,000.</param>
/// <param name="Order">Who of those who came before the start is let in first.</param>
/// <param name="HoldSeconds">How long units in a cart are held, 60 to 1,800.</param>
/// <param name="AdmissionSeconds">How long an admission may be used, 30 to 3,600.</param>
/// <param name="BeyondQuota">What becomes of units beyond the quota.</param>
/// <param name="LimitsAddresses">Whether the limit counts each postal address, too.</param>
/// <param name="Work">
/// How many leading zero bits a guest's proof of work has while few come, 0 (none is asked for) to
/// 24; it hardens with the load.
/// </param>
/// <param name="Honeypot">A SKU that no person is ever shown: whoever asks for it is no
/// person.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.terms")]
public sealed record SaleTerms(
    string Name,
    ImmutableArray<SaleItem> Items,
    int Limit = 1,
    TurnOrder Order = TurnOrder.Draw,
    int HoldSeconds = 300,
    int AdmissionSeconds = 300,
    BeyondQuota BeyondQuota = BeyondQuota.Refused,
    bool LimitsAddresses = false,
    int Work = 0,
    Sku? Honeypot = null
);

/// <param name="Price">For each unit, while the sale is on.</param>
/// <param name="Quantity">Units set apart from normal stock for the sale, 1 to
/// 1,000,000.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.item")]
public sealed record SaleItem(Sku Sku, Money Price, int Quantity);

[GenerateSerializer, Alias("commerce.flash-sales.turn-order")]
public enum TurnOrder
{
    /// <summary>By a draw that anyone can recompute; who comes later, after them in turn.</summary>
    Draw = 1,

    /// <summary>First come, first served.</summary>
    Fifo = 2,
}

[GenerateSerializer, Alias("commerce.flash-sales.beyond-quota")]
public enum BeyondQuota
{
    /// <summary>While the sale is on, its SKUs are sold in it alone.</summary>
    Refused = 1,

    /// <summary>Without an admission they come from normal stock, at the normal price.</summary>
    NormalPrice = 2,
}
