using Commerce.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Commerce.FlashSales;

/// <summary>What waiting rooms are made of at the edge, and where they are.</summary>
internal static class WaitingRooms
{
    public static IServiceCollection AddWaitingRooms(this IServiceCollection services)
    {
        services.TryAddSingleton<SaleSecretsMaker>();
        return services
            .AddSingleton<SaleBoard>()
            .AddHostedService(each => each.GetRequiredService<SaleBoard>())
            .AddSingleton<Tickets>()
            .AddSingleton<Admissions>()
            .AddSingleton<PollTable>()
            .AddSingleton<SaleLines>()
            .AddSingleton<SaleBuyers>()
            .AddSingleton<Turnstile>();
    }

    public static void MapWaitingRooms(this IEndpointRouteBuilder routes)
    {
        var sales = routes.MapGroup("/api/v1/sales").ForEveryone().WithTags("Flash sales");
        TicketEndpoints.Map(sales);
        ProofEndpoints.Map(sales);
    }
}
