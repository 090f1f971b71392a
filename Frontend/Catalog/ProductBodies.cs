using System.Text.Json.Serialization;
using Commerce.Imports;
using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>A product as operators see it: as it was written.</summary>
internal sealed record ProductBody(
    ProductId Id,
    MerchantKey Key,
    string Slug,
    NamedTexts Name,
    NamedTexts? Description,
    IReadOnlyList<string> Categories,
    NamedTexts Attributes,
    IReadOnlyList<MediaRequest> Media,
    bool Published,
    IReadOnlyList<VariantBody> Variants,
    DateTimeOffset? VisibleFrom,
    DateTimeOffset? VisibleTo,
    long Version
)
{
    public static ProductBody From(CatalogProduct product) =>
        new(
            product.Id,
            product.Key,
            product.Document.Slug,
            product.Document.Name,
            product.Document.Description,
            product.Document.Categories,
            product.Document.Attributes,
            [.. product.Document.Media.Select(each => new MediaRequest(each.Url, each.Alt))],
            product.IsPublished,
            [.. product.Document.Variants.Select(VariantBody.From)],
            product.Document.VisibleFrom,
            product.Document.VisibleTo,
            product.Version
        );
}

internal sealed record VariantBody(Sku Sku, NamedTexts Options, IReadOnlyList<Price> Prices)
{
    public static VariantBody From(ProductVariant variant) =>
        new(variant.Sku, variant.Options, variant.Prices);
}

[JsonSerializable(typeof(ProductBody))]
[JsonSerializable(typeof(ShopProduct))]
[JsonSerializable(typeof(CategoryRequest))]
[JsonSerializable(typeof(PricesRequest))]
[JsonSerializable(typeof(CategoriesBody))]
[JsonSerializable(typeof(ProductRequest<VariantRequest>))]
[JsonSerializable(typeof(ProductRow))]
[JsonSerializable(typeof(RequestRow))]
[JsonSerializable(typeof(AvailabilityBody))]
[JsonSerializable(typeof(ImportBody))]
[JsonSerializable(typeof(FailedRowsBody))]
internal sealed partial class CatalogHttpJson : JsonSerializerContext;
