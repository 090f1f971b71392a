using Commerce.FlashSales;
using Commerce.Http;

namespace Commerce.Shopping;

/// <summary>The pages for shoppers.</summary>
public static class ShopHosting
{
    internal static IServiceCollection AddShop(
        this IServiceCollection services,
        ShopSettings settings
    )
    {
        return services
            .AddSingleton(settings)
            .AddSingleton<Baskets>()
            .AddSingleton<ProductSearch>()
            .AddSingleton<OrderCookies>()
            .AddSingleton<ProductView>()
            .AddSingleton<CartPages>()
            .AddSingleton<CheckoutPages>()
            .AddSingleton<OrderPages>()
            .AddSingleton<IProblemPage, FailurePages>();
    }

    /// <summary>Renders the pages ahead. Call it behind the silo.</summary>
    public static IServiceCollection AddFirstPages(this IServiceCollection services) =>
        services.AddHostedService<FirstPages>();

    internal static void MapShop(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{file}", ShopAssets.Get).ForEveryone().ExcludeFromDescription();
        var pages = routes
            .MapGroup("")
            .ForEveryone()
            .ExcludeFromDescription()
            .WithMetadata(new IsPage())
            .AddEndpointFilter(SameOrigin.Require);

        ShelfPages.Map(pages);
        ProductView.Map(pages);
        CartPages.Map(pages);
        CheckoutPages.Map(pages);
        OrderPages.Map(pages);
        MyOrdersPages.Map(pages);
        SalePages.Map(pages);
    }
}

/// <summary>Marks a route whose answers people look at.</summary>
internal sealed record IsPage;
