using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>Says that a line's units are a sale's, and how its cart holds them.</summary>
/// <param name="Allotment">What its units are set apart as.</param>
/// <param name="Hold">Of the sale's own stock; the order takes it over by this name.</param>
/// <param name="LimitKey">The ledger in which the cart has claimed them, under the name of its
/// hold.</param>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.sale-hold")]
public sealed record SaleHold(SaleId Sale, string Allotment, HoldName Hold, string LimitKey);
