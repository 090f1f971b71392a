using Commerce.Catalog;
using Commerce.Http;

namespace Commerce.Imports;

/// <summary>What takes files in.</summary>
internal static class ImportHosting
{
    /// <param name="services">The host's.</param>
    /// <param name="folder">For files that are being taken in.</param>
    public static IServiceCollection AddImports(this IServiceCollection services, string folder) =>
        services
            .AddSingleton<ProductRows>()
            .AddSingleton<RequestRows>()
            .AddSingleton<InnerRequests>()
            .AddSingleton(new Spool(folder))
            .AddSingleton<Intake>()
            .AddHostedService<ImportRunner>();
}
