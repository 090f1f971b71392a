using System.Text.Json.Serialization;

namespace Commerce.Inventory;

/// <summary>How stock events are stored: tolerantly, and apart from the JSON of HTTP.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(StockEvent))]
public sealed partial class StockEventJson : JsonSerializerContext;
