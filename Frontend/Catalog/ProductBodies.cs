using System.Text.Json.Serialization;
using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>A product as shoppers and operators see it.</summary>
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
            product.Version
        );
}

internal sealed record VariantBody(Sku Sku, NamedTexts Options, IReadOnlyList<Money> Prices)
{
    public static VariantBody From(ProductVariant variant) =>
        new(variant.Sku, variant.Options, variant.Prices);
}

/// <param name="Status"><c>in_stock</c>, <c>low</c> or <c>out</c>: no number is given away.</param>
internal sealed record AvailabilityBody(string Status, DateTimeOffset AsOf);

[JsonSerializable(typeof(ProductBody))]
[JsonSerializable(typeof(ProductRequest<VariantRequest>))]
[JsonSerializable(typeof(ProductRow))]
[JsonSerializable(typeof(AvailabilityBody))]
[JsonSerializable(typeof(ImportBody))]
[JsonSerializable(typeof(FailedRowsBody))]
internal sealed partial class CatalogHttpJson : JsonSerializerContext;
