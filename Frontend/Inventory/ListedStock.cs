namespace Commerce.Inventory;

/// <summary>A SKU's stock in a list.</summary>
/// <param name="Status"><c>in_stock</c>, <c>low</c> or <c>out</c>.</param>
/// <param name="ChangedAt">When anything of it last changed.</param>
internal sealed record ListedStock(
    Sku Sku,
    long OnHand,
    long Held,
    long Sold,
    long Available,
    bool Frozen,
    int SafetyThreshold,
    int BackorderCap,
    string Status,
    DateTimeOffset ChangedAt,
    long Version
);
