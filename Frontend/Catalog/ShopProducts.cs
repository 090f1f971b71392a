using System.Text.Json.Serialization;
using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>A product as shoppers see it at one moment: with the prices of that moment.</summary>
/// <param name="Localized">Its texts in the language that was asked for.</param>
internal sealed record ShopProduct(
    ProductId Id,
    MerchantKey Key,
    string Slug,
    NamedTexts Name,
    NamedTexts? Description,
    LocalizedTexts? Localized,
    IReadOnlyList<string> Categories,
    NamedTexts Attributes,
    IReadOnlyList<MediaRequest> Media,
    bool Published,
    IReadOnlyList<ShopVariant> Variants,
    long Version
)
{
    public static ShopProduct From(CatalogProduct product, DateTimeOffset at, string? language) =>
        new(
            product.Id,
            product.Key,
            product.Document.Slug,
            product.Document.Name,
            product.Document.Description,
            language is null ? null : LocalizedTexts.Of(product.Document, language),
            product.Document.Categories,
            product.Document.Attributes,
            [.. product.Document.Media.Select(each => new MediaRequest(each.Url, each.Alt))],
            product.IsPublished,
            [.. product.Document.Variants.Select(each => ShopVariant.From(product, each, at))],
            product.Version
        );
}

/// <param name="Language">Which it is: the closest to what was asked for that there is.</param>
internal sealed record LocalizedTexts(string Language, string Name, string? Description)
{
    public static LocalizedTexts Of(ProductDocument document, string language) =>
        new(
            language,
            document.Name.Find(language) ?? document.DisplayName,
            document.Description?.Find(language)
        );
}

internal sealed record ShopVariant(Sku Sku, NamedTexts Options, IReadOnlyList<ShopPrice> Prices)
{
    public static ShopVariant From(
        CatalogProduct product,
        ProductVariant variant,
        DateTimeOffset at
    ) =>
        new(
            variant.Sku,
            variant.Options,
            [
                .. variant
                    .Prices.At(at)
                    .Select(price =>
                        ShopPrice.From(price, product.Lowest(variant.Sku, price.Currency, at))
                    ),
            ]
        );
}

/// <summary>A price as it is at one moment.</summary>
/// <param name="ValidTo">When it ends, if it is known to.</param>
/// <param name="PriceHistory">Of a reduced price, what it was before.</param>
internal sealed record ShopPrice(
    long Amount,
    Currency Currency,
    DateTimeOffset? ValidTo,
    PriceHistory? PriceHistory
)
{
    public static ShopPrice From(Price price, long? lowest) =>
        new(price.Amount, price.Currency, price.ValidTo, lowest is { } amount ? new(amount) : null);
}

/// <param name="Lowest30d">The lowest of the 30 days before the reduction, in minor units.</param>
internal sealed record PriceHistory([property: JsonPropertyName("lowest30d")] long Lowest30d);
