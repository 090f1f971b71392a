using System.Text.Json;
using System.Text.Json.Serialization;

namespace Commerce.Catalog;

/// <summary>How product events are stored: tolerantly, and apart from the JSON of HTTP.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(ProductEvent))]
[JsonSerializable(typeof(ProductDocument))]
public sealed partial class ProductEventJson : JsonSerializerContext
{
    /// <summary>A document as it is stored: two are the same if their bytes are.</summary>
    public static byte[] Bytes(ProductDocument document) =>
        JsonSerializer.SerializeToUtf8Bytes(document, Default.ProductDocument);
}
