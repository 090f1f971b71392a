namespace Commerce.Catalog;

/// <summary>Finds what shoppers may see.</summary>
internal static class PublishedProducts
{
    /// <summary>By its id or its slug, which differ in form: no slug has an underscore.</summary>
    public static async Task<CatalogProduct?> FindPublished(this IGrainFactory grains, string named)
    {
        if (ProductId.TryParse(named, provider: null, out var id))
            return await grains.Product(id).GetProduct() is { IsPublished: true } known
                ? known
                : null;
        if (!ProductRules.IsSlug(named))
            return null;

        var owner = await grains.Claim(CatalogClaims.Slug, named).GetOwner();
        if (!ProductId.TryParse(owner, provider: null, out var claimed))
            return null;

        // Claimed is not yet written, and what was given up is not yet freed.
        var product = await grains.Product(claimed).GetProduct();
        return product is { IsPublished: true } && product.Document.Slug == named ? product : null;
    }
}
