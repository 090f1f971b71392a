using System.Reflection;
using Commerce.Http;
using Commerce.Imports;

namespace Commerce.Catalog;

/// <summary>A small shop to look around in, imported into a store that is new.</summary>
public static class DemoShop
{
    /// <summary>Opens the demo shop as soon as the store has started.</summary>
    public static void AddDemoShop(this WebApplicationBuilder builder) =>
        builder.Services.AddHostedService<Opening>();

    private sealed class Opening(Intake imports, IHostApplicationLifetime host) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await host.Started(stoppingToken);
            await using var rows = Assembly
                .GetExecutingAssembly()
                .GetManifestResourceStream("demo-shop.ndjson")!;
            await imports.Accept(
                "demo",
                "Demo shop",
                RowKind.Products,
                new("demo", []),
                rows,
                stoppingToken
            );
        }
    }
}
