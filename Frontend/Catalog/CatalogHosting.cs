namespace Commerce.Catalog;

/// <summary>What the catalogue's edge is made of.</summary>
internal static class CatalogHosting
{
    /// <param name="services">The host's.</param>
    /// <param name="imports">The folder for files that are being imported.</param>
    public static IServiceCollection AddCatalog(this IServiceCollection services, string imports) =>
        services
            .AddSingleton<ProductPages>()
            .AddSingleton<MerchantCatalog>()
            .AddSingleton(new Spool(imports))
            .AddSingleton<Imports>()
            .AddHostedService<ImportRunner>();

    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        routes.MapProducts();
        routes.MapCategories();
        routes.MapStorefront();
        routes.MapImports();
    }
}
