using System.Text.Json.Serialization;

namespace Commerce.Catalog;

/// <summary>A category, by the slug that names it.</summary>
internal sealed record CategoryItem(string Slug);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CategoryItem))]
internal sealed partial class CatalogListJson : JsonSerializerContext;
