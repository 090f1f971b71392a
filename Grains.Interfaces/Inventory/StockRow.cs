using System.Text.Json.Serialization;

namespace Commerce.Inventory;

/// <summary>A SKU's stock in a list, as its view keeps it and clients are sent it.</summary>
/// <param name="Status">A <see cref="StockBand"/>: all that shoppers hear.</param>
/// <param name="Allotted">Set apart for sales, beside all of the above.</param>
/// <param name="ChangedAt">When anything of it last changed.</param>
public sealed record StockRow(
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
    long Version,
    long Allotted = 0
)
{
    [JsonIgnore]
    public StockLevel Level =>
        new(Available, Held, Sold, SafetyThreshold, BackorderCap, Frozen, Allotted);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StockRow))]
public sealed partial class StockRowJson : JsonSerializerContext;

/// <summary>What shoppers hear of stock, and nothing more.</summary>
public static class StockBand
{
    public const string InStock = "in_stock";
    public const string Low = "low";
    public const string Out = "out";
}
