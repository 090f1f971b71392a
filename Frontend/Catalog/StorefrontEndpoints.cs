using Commerce.Http;
using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>Products for shoppers: those that are published.</summary>
internal static class StorefrontEndpoints
{
    public static void MapStorefront(this IEndpointRouteBuilder routes)
    {
        var products = routes.MapGroup("/api/v1/products").WithTags("Storefront");

        products
            .MapGet("/{named}", Get)
            .Means("getProduct", "A product by its id or slug, as it is at a moment.")
            .Answers<ShopProduct>(200)
            .AnswersOnly(304)
            .AnswersOnly(308)
            .Takes("Accept-Language", "The languages that its texts are wanted in.")
            .Refuses(404, "not_found");
        products
            .MapGet("/{named}/availability", GetAvailability)
            .Means("getAvailability", "Whether a product can be had.")
            .Answers<AvailabilityBody>(200)
            .AnswersOnly(308)
            .Refuses(404, "not_found");
    }

    /// <param name="at">
    /// The moment of which it is told, as far as that is known now; else this one.
    /// </param>
    private static async Task<IResult> Get(
        string named,
        DateTimeOffset? at,
        HttpRequest http,
        IGrainFactory grains,
        ProductPages pages,
        TimeProvider time
    )
    {
        var found = await Find(named, grains, at ?? time.GetUtcNow());
        if (found.Moved is { } slug)
            return new Moved($"/api/v1/products/{slug}{http.QueryString}");
        if (found.Product is not { } product)
            return OutcomeResults.NotFound;

        var language = http.Best(product.Document.Name.Select(each => each.Name));
        return at is { } moment
            ? pages.Build(product, moment, language)
            : pages.Of(product, time.GetUtcNow(), language);
    }

    private static async Task<IResult> GetAvailability(
        string named,
        IGrainFactory grains,
        TimeProvider time
    )
    {
        var found = await Find(named, grains, time.GetUtcNow());
        if (found.Moved is { } slug)
            return new Moved($"/api/v1/products/{slug}/availability");
        if (found.Product is not { } product)
            return OutcomeResults.NotFound;

        var told = await grains.GetAvailability(product.Document.Variants.Select(v => v.Sku));
        return told.Match(body => new Answer<AvailabilityBody>(body)
        {
            CacheControl = "public, max-age=1",
        });
    }

    /// <summary>By its id or its slug, which differ in form: no slug has an underscore.</summary>
    private static async Task<Found> Find(string named, IGrainFactory grains, DateTimeOffset at)
    {
        if (ProductId.TryParse(named, provider: null, out var id))
            return new(await Shown(id, grains, at));
        if (!ProductRules.IsSlug(named))
            return default;

        var claim = grains.Claim(CatalogClaims.Slug, named);
        if (ProductId.TryParse(await claim.GetOwner(), provider: null, out var owner))
        {
            // Claimed is not yet written, and what was given up is not yet freed.
            var product = await Shown(owner, grains, at);
            return product?.Document.Slug == named ? new(product) : default;
        }

        // A name that was given up leads to whoever had it, until somebody else takes it.
        return
            ProductId.TryParse(await claim.GetFormerOwner(), provider: null, out var former)
            && await Shown(former, grains, at) is { } moved
            ? new(Product: null, moved.Document.Slug)
            : default;
    }

    private static async Task<CatalogProduct?> Shown(
        ProductId id,
        IGrainFactory grains,
        DateTimeOffset at
    ) =>
        await grains.Product(id).GetProduct() is { } product && product.IsShownAt(at)
            ? product
            : null;

    /// <param name="Moved">The slug that it has now, where it was called by an earlier one.</param>
    private readonly record struct Found(CatalogProduct? Product, string? Moved = null);
}
