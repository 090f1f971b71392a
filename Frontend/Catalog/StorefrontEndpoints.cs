using Commerce.Http;

namespace Commerce.Catalog;

/// <summary>Products for shoppers: those that are published.</summary>
internal static class StorefrontEndpoints
{
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
    ) =>
        await grains.FindPublished(named) is { } product
            ? pages.Of(product)
            : OutcomeResults.NotFound;

    private static async Task<IResult> GetAvailability(
        string named,
        IGrainFactory grains,
        TimeProvider time
    )
    {
        if (await grains.FindPublished(named) is not { } product)
            return OutcomeResults.NotFound;

        var stocks = await grains.GetStock(product);
        return new Answer<AvailabilityBody>(new(Availability.Of(stocks), time.GetUtcNow()))
        {
            CacheControl = "public, max-age=1",
        };
    }
}
