using System.Text.Json.Serialization;

namespace Commerce.Catalog;

/// <summary>How a product is kept as a snapshot.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Product))]
internal sealed partial class ProductJson : JsonSerializerContext;
