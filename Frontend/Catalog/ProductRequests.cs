using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>A product as a merchant sends it; what is left out is empty.</summary>
/// <param name="Description">A text per language, or one text, which is taken as English.</param>
/// <param name="Published">Left out, a product stays as it is, and a new one is a draft.</param>
internal record ProductRequest<TVariant>(
    string Slug,
    NamedTexts Name,
    IReadOnlyList<TVariant> Variants,
    [property: JsonConverter(typeof(LocalizedJson))] NamedTexts? Description = null,
    IReadOnlyList<string>? Categories = null,
    NamedTexts? Attributes = null,
    IReadOnlyList<MediaRequest>? Media = null,
    bool? Published = null,
    DateTimeOffset? VisibleFrom = null,
    DateTimeOffset? VisibleTo = null
)
    where TVariant : VariantRequest
{
    /// <summary>The document, or what keeps it from being one.</summary>
    public Outcome<ProductDocument> ToDocument()
    {
        if (Nulls() is { Length: > 0 } nulls)
            return CatalogRejections.Invalid(nulls);

        var document = new ProductDocument(
            Slug,
            Name,
            Description,
            [.. Categories ?? []],
            Attributes ?? NamedTexts.None,
            [.. (Media ?? []).Select(each => new MediaItem(each.Url, each.Alt))],
            [.. Variants.Select(each => each.ToVariant())],
            VisibleFrom,
            VisibleTo
        );
        return ProductRules.Check(document) is { } flawed ? flawed : document;
    }

    /// <summary>Of members of lists the serializer does not ask whether they may be null.</summary>
    private ImmutableArray<RejectionDatum> Nulls() =>
        [
            .. PointersToNulls("/variants", Variants)
                .Concat(PointersToNulls("/categories", Categories ?? []))
                .Concat(PointersToNulls("/media", Media ?? []))
                .Select(pointer => new RejectionDatum(pointer, "code", "null")),
        ];

    private static IEnumerable<string> PointersToNulls(
        string list,
        IReadOnlyList<object?> members
    ) =>
        Enumerable
            .Range(0, members.Count)
            .Where(i => members[i] is null)
            .Select(i => $"{list}/{i}");
}

internal sealed record MediaRequest(string Url, string? Alt = null);

internal record VariantRequest(Sku Sku, IReadOnlyList<Price> Prices, NamedTexts? Options = null)
{
    public ProductVariant ToVariant() => new(Sku, Options ?? NamedTexts.None, [.. Prices]);
}

/// <summary>One row of an import: a product by the merchant's key, and its stock.</summary>
internal sealed record ProductRow(
    MerchantKey Key,
    string Slug,
    NamedTexts Name,
    IReadOnlyList<StockedVariant> Variants,
    NamedTexts? Description = null,
    IReadOnlyList<string>? Categories = null,
    NamedTexts? Attributes = null,
    IReadOnlyList<MediaRequest>? Media = null,
    bool? Published = null,
    DateTimeOffset? VisibleFrom = null,
    DateTimeOffset? VisibleTo = null
)
    : ProductRequest<StockedVariant>(
        Slug,
        Name,
        Variants,
        Description,
        Categories,
        Attributes,
        Media,
        Published,
        VisibleFrom,
        VisibleTo
    );

/// <param name="Stock">Units counted on hand; left out, the stock is not touched.</param>
internal sealed record StockedVariant(
    Sku Sku,
    IReadOnlyList<Price> Prices,
    NamedTexts? Options = null,
    long? Stock = null
) : VariantRequest(Sku, Prices, Options);
