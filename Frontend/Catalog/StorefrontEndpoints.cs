using Commerce.Http;

namespace Commerce.Catalog;

/// <summary>Products for shoppers: those that are published.</summary>
internal static class StorefrontEndpoints
{
    /// <summary>Fewer units than this, of all variants together, are said to be low.</summary>
    private const int LowMax = 10;

    public static void MapStorefront(this IEndpointRouteBuilder routes)
    {
        var products = routes.MapGroup("/api/v1/products").WithTags("Storefront");

        products.MapGet("/{named}", Get);
        products.MapGet("/{named}/availability", GetAvailability);
    }

    private static async Task<IResult> Get(
        string named,
        IGrainFactory grains,
        ProductPages pages
    ) => await Find(named, grains) is { } product ? pages.Of(product) : OutcomeResults.NotFound;

    private static async Task<IResult> GetAvailability(
        string named,
        IGrainFactory grains,
        TimeProvider time
    )
    {
        if (await Find(named, grains) is not { } product)
            return OutcomeResults.NotFound;

        var stocks = await Task.WhenAll(
            product.Document.Variants.Select(each => grains.Stock(each.Sku).GetLevel())
        );
        var units = stocks
            .Where(stock => !stock.Value.Frozen)
            .Sum(stock => long.Max(0, stock.Value.Saleable));
        var status =
            units == 0 ? "out"
            : units < LowMax ? "low"
            : "in_stock";
        return new Answer<AvailabilityBody>(new(status, time.GetUtcNow()))
        {
            CacheControl = "public, max-age=1",
        };
    }

    /// <summary>By its id or its slug, which differ in form: no slug has an underscore.</summary>
    private static async Task<CatalogProduct?> Find(string named, IGrainFactory grains)
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
