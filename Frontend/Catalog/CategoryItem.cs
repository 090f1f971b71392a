using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Commerce.Catalog;

/// <summary>A category in a list, by the slug that names it.</summary>
/// <param name="Name">By language; missing where nobody has described it.</param>
/// <param name="Parent">The slug of the category it stands in, if it stands in one.</param>
/// <param name="Products">How many stand in it itself, those of later hours included.</param>
internal sealed record CategoryItem(
    string Slug,
    NamedTexts? Name,
    string? Parent,
    int? Position,
    long Products
)
{
    public static CategoryItem Of(string slug, Category? described, long products) =>
        new(
            slug,
            described?.Document.Name,
            described?.Document.Parent,
            described?.Document.Position,
            products
        );
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(CategoryItem))]
[JsonSerializable(typeof(Price[]))]
[JsonSerializable(typeof(ShopPrice))]
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class CatalogListJson : JsonSerializerContext;
