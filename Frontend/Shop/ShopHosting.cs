using Commerce.Http;

namespace Commerce.Shopping;

/// <summary>The pages for shoppers.</summary>
internal static class ShopHosting
{
    public static IServiceCollection AddShop(
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

    public static void MapShop(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{file}", ShopAssets.Get).ExcludeFromDescription();
        var pages = routes
            .MapGroup("")
            .ExcludeFromDescription()
            .WithMetadata(new IsPage())
            .AddEndpointFilter(SameOrigin.Require);

        ShelfPages.Map(pages);
        ProductView.Map(pages);
        CartPages.Map(pages);
        CheckoutPages.Map(pages);
        OrderPages.Map(pages);
    }
}

/// <summary>Marks a route whose answers people look at.</summary>
internal sealed record IsPage;
