namespace Commerce.Catalog;

/// <summary>What the catalogue's edge is made of.</summary>
internal static class CatalogHosting
{
    public static IServiceCollection AddCatalog(this IServiceCollection services) =>
        services.AddSingleton<ProductPages>().AddSingleton<MerchantCatalog>();

    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        routes.MapProducts();
        routes.MapCategories();
        routes.MapStorefront();
    }
}
