using System.Text.Json.Serialization;

namespace Commerce.Inventory;

/// <summary>How a stock is kept as a snapshot.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Stock))]
internal sealed partial class StockJson : JsonSerializerContext;
