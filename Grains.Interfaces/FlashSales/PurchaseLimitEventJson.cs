using System.Text.Json.Serialization;

namespace Commerce.FlashSales;

/// <summary>How limits' events are stored: tolerantly, and apart from the JSON of HTTP.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(PurchaseLimitEvent))]
public sealed partial class PurchaseLimitEventJson : JsonSerializerContext;
