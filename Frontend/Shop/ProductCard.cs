using System.Text.Json;
using System.Text.Json.Serialization;
using Commerce.Catalog;

namespace Commerce.Shopping;

/// <summary>A product in a list, as its view has it.</summary>
public sealed record ProductCard(
    ProductId Id,
    string Slug,
    NamedTexts Name,
    IReadOnlyList<MediaItem> Media,
    IReadOnlyList<CardVariant> Variants
)
{
    /// <summary>The first picture that may be shown. Its alternative is the name beside
    /// it.</summary>
    public MediaItem? Photo(ShopMedia media) =>
        media.Shown(Media).FirstOrDefault() is { } item ? item with { Alt = "" } : null;

    /// <summary>What the cheapest variant costs, and whether others cost more.</summary>
    public (Money? Price, bool IsLeast) PriceIn(Currency currency)
    {
        var prices = Variants
            .SelectMany(variant => variant.Prices)
            .Where(price => price.Currency == currency)
            .Select(price => price.Money)
            .ToList();
        return prices.Count == 0 ? (null, false) : (prices.Min(), prices.Distinct().Count() > 1);
    }

    /// <summary>A row of the view, with the prices of a moment.</summary>
    internal static ProductCard Read(ReadOnlyMemory<byte> row, DateTimeOffset at) =>
        JsonSerializer.Deserialize(CurrentPrices.In(row, at).Span, CardJson.Default.ProductCard)
        ?? throw new JsonException("A product's row is null.");
}

/// <summary>A variant in a list: what it costs.</summary>
public sealed record CardVariant(IReadOnlyList<Price> Prices);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProductCard))]
internal sealed partial class CardJson : JsonSerializerContext;
