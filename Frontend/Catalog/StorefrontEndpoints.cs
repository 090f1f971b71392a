using Commerce.Http;
using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>Products for shoppers: those that are published.</summary>
internal static class StorefrontEndpoints
{
    public static void MapStorefront(this IEndpointRouteBuilder routes)
    {
        var products = routes.MapGroup("/api/v1/products").ForEveryone().WithTags("Storefront");

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
        var found = await grains.FindShown(named, at ?? time.GetUtcNow());
        if (found.Moved is { } slug)
            return new Moved($"/api/v1/products/{slug}{http.QueryString}");
        if (found.Product is not { } product)
            return OutcomeResults.NotFound;

        var language = Languages.Of(http).Find(product.Document.Name)?.Name;
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
        var found = await grains.FindShown(named, time.GetUtcNow());
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
}
