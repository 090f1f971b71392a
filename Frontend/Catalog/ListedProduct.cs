using Commerce.Http;

namespace Commerce.Catalog;

/// <summary>A product in a list: what a shopper chooses by.</summary>
internal sealed record ListedProduct(
    ProductId Id,
    MerchantKey Key,
    string Slug,
    NamedTexts Name,
    IReadOnlyList<string> Categories,
    NamedTexts Attributes,
    IReadOnlyList<MediaRequest> Media,
    bool Published,
    IReadOnlyList<ShopVariant> Variants,
    DateTimeOffset? VisibleFrom,
    DateTimeOffset? VisibleTo,
    long Version
);

/// <summary>A product in the operators' list: with every price that is written.</summary>
internal sealed record OperatorsProduct(
    ProductId Id,
    MerchantKey Key,
    string Slug,
    NamedTexts Name,
    IReadOnlyList<string> Categories,
    NamedTexts Attributes,
    IReadOnlyList<MediaRequest> Media,
    bool Published,
    IReadOnlyList<VariantBody> Variants,
    DateTimeOffset? VisibleFrom,
    DateTimeOffset? VisibleTo,
    long Version
);

/// <summary>A page of products.</summary>
/// <param name="Availability">What of the page can be had, where that was asked for.</param>
internal sealed record ProductsBody(
    IReadOnlyList<ListedProduct> Data,
    PagePlace Page,
    PageAvailability? Availability
);

/// <param name="Skus">A word for each SKU: <c>in_stock</c>, <c>low</c> or <c>out</c>.</param>
internal sealed record PageAvailability(
    DateTimeOffset AsOf,
    IReadOnlyDictionary<string, string> Skus
);
