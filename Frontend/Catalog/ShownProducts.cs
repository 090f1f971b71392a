namespace Commerce.Catalog;

/// <summary>Finds what shoppers may see.</summary>
internal static class ShownProducts
{
    /// <summary>By its id or its slug, which differ in form: no slug has an underscore.</summary>
    public static async Task<FoundProduct> FindShown(
        this IGrainFactory grains,
        string named,
        DateTimeOffset at
    )
    {
        if (ProductId.TryParse(named, provider: null, out var id))
            return new(await grains.Shown(id, at));
        if (!ProductRules.IsSlug(named))
            return default;

        var claim = grains.Claim(CatalogClaims.Slug, named);
        if (ProductId.TryParse(await claim.GetOwner(), provider: null, out var owner))
        {
            // Claimed is not yet written, and what was given up is not yet freed.
            var product = await grains.Shown(owner, at);
            return product?.Document.Slug == named ? new(product) : default;
        }

        // A name that was given up leads to whoever had it, until somebody else takes it.
        return
            ProductId.TryParse(await claim.GetFormerOwner(), provider: null, out var former)
            && await grains.Shown(former, at) is { } moved
            ? new(Product: null, moved.Document.Slug)
            : default;
    }

    private static async Task<CatalogProduct?> Shown(
        this IGrainFactory grains,
        ProductId id,
        DateTimeOffset at
    ) =>
        await grains.Product(id).GetProduct() is { } product && product.IsShownAt(at)
            ? product
            : null;
}

/// <param name="Moved">The slug that it has now, where it was called by an earlier one.</param>
internal readonly record struct FoundProduct(CatalogProduct? Product, string? Moved = null);
