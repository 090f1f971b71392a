using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Commerce.Catalog;

/// <summary>A category, by the slug that names it.</summary>
/// <param name="Products">How many stand in it itself, those of later hours included.</param>
internal sealed record CategoryItem(string Slug, long Products);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(CategoryItem))]
[JsonSerializable(typeof(Price[]))]
[JsonSerializable(typeof(ShopPrice))]
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class CatalogListJson : JsonSerializerContext;
