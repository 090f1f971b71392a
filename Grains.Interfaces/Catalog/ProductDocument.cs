using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>What a merchant writes about a product, within <see cref="ProductRules"/>.</summary>
/// <param name="Slug">Names it in addresses: <c>linen-shirt</c>. Nobody else's.</param>
/// <param name="Name">By language: <c>en</c>, <c>de-AT</c>.</param>
/// <param name="Description">By language, as the name.</param>
/// <param name="Categories">The slugs of the categories it stands in.</param>
/// <param name="Variants">What can be bought of it, each by its own SKU.</param>
/// <param name="VisibleFrom">Before this moment shoppers do not see it, published or not.</param>
/// <param name="VisibleTo">From this moment on they no longer see it.</param>
[GenerateSerializer, Immutable, Alias("commerce.catalog.product-document")]
public sealed record ProductDocument(
    string Slug,
    NamedTexts Name,
    NamedTexts? Description,
    ImmutableArray<string> Categories,
    NamedTexts Attributes,
    ImmutableArray<MediaItem> Media,
    ImmutableArray<ProductVariant> Variants,
    DateTimeOffset? VisibleFrom = null,
    DateTimeOffset? VisibleTo = null
)
{
    /// <summary>The English name, else the first.</summary>
    [JsonIgnore]
    public string DisplayName => Name.Find("en") ?? Name[0].Text;

    public bool IsVisibleAt(DateTimeOffset moment) =>
        !(moment < VisibleFrom) && !(moment >= VisibleTo);

    /// <summary>
    /// How many of the moments are past at which the product changes by itself: together with its
    /// version this names what anyone sees of it.
    /// </summary>
    public int Phase(DateTimeOffset moment) =>
        Variants
            .SelectMany(variant => variant.Prices)
            .SelectMany(price => (DateTimeOffset?[])[price.ValidFrom, price.ValidTo])
            .Append(VisibleFrom)
            .Append(VisibleTo)
            .Count(edge => edge <= moment);
}

/// <summary>One thing that can be bought.</summary>
/// <param name="Options">What sets it apart: <c>size</c>, <c>colour</c>.</param>
/// <param name="Prices">
/// Of each currency one that always holds, at most, and dated ones that do not overlap.
/// </param>
[GenerateSerializer, Immutable, Alias("commerce.catalog.product-variant")]
public sealed record ProductVariant(Sku Sku, NamedTexts Options, ImmutableArray<Price> Prices);

/// <summary>A picture or film, and what it shows, for those who do not see it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.catalog.media-item")]
public sealed record MediaItem(string Url, string? Alt = null);
