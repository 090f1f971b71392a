namespace Commerce.FlashSales;

/// <summary>What flash sales are made of at the edge, and where they are.</summary>
internal static class FlashSalesHosting
{
    public static IServiceCollection AddFlashSales(this IServiceCollection services) =>
        services
            .AddSingleton<SaleSights>()
            .AddSingleton<SaleDesk>()
            .AddSingleton<SaleLists>()
            .AddSingleton<SaleLive>()
            .AddSingleton<Rehearsals>()
            .AddSingleton<ConsolePage>()
            .AddSingleton<SalePages>();

    public static void MapFlashSales(this WebApplication app)
    {
        app.MapSales();
        app.MapStorefrontSales();
        app.MapConsole();
    }
}
