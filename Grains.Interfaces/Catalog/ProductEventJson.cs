using System.Text.Json.Serialization;

namespace Commerce.Catalog;

/// <summary>How product events are stored: tolerantly, and apart from the JSON of HTTP.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(ProductEvent))]
[JsonSerializable(typeof(ProductDocument))]
public sealed partial class ProductEventJson : JsonSerializerContext;
