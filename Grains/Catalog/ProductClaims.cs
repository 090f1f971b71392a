using System.Collections.Immutable;
using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>A value of a kind that only one product may have.</summary>
public readonly record struct ProductClaim(string Kind, string Value)
{
    /// <summary>What to say when another product has it.</summary>
    public Rejection Taken(string owner, ProductDocument document)
    {
        if (Kind == CatalogClaims.ProductKey)
            return CatalogRejections.KeyTaken(owner);
        if (Kind == CatalogClaims.Slug)
            return CatalogRejections.SlugTaken(owner);

        var sku = new Sku(Value);
        var index = document.Variants.Select(each => each.Sku).ToList().IndexOf(sku);
        return CatalogRejections.SkuTaken(owner, sku, index);
    }
}

/// <summary>What a request needs to claim before it writes, and to give back after.</summary>
public readonly record struct ProductClaims(
    ImmutableArray<ProductClaim> Missing,
    ImmutableArray<ProductClaim> Dropped
)
{
    /// <summary>Whether all that is needed now was done.</summary>
    public bool Covers(ProductClaims needed) =>
        !needed.Missing.Except(Missing).Any() && !needed.Dropped.Except(Dropped).Any();
}
