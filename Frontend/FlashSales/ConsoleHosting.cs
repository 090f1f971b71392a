using Commerce.Http;

namespace Commerce.FlashSales;

/// <summary>Where operators run their sales: the console's pages and what they send.</summary>
internal static class ConsoleHosting
{
    public static void MapConsole(this WebApplication app)
    {
        var console = app.MapGroup(ConsolePage.Home)
            .ExcludeFromDescription()
            .ForOperators("sales:operate");
        ConsolePages.Map(console);
        ConsoleForms.Map(console.MapGroup("/{id}"));
    }
}
