using Commerce.Analytics;
using Commerce.Http;
using Commerce.Shopping;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Commerce.Ops;

/// <summary>What is sold, as a picture and in figures.</summary>
internal static class SalesPages
{
    public static void MapSalesPages(this IEndpointRouteBuilder ops) =>
        ops.MapGet("/sales", Get).ForOperators("orders:read");

    private static async Task<IResult> Get(
        string? per,
        string? category,
        IGrainFactory grains,
        ShopSettings shop,
        TimeProvider time
    )
    {
        var slug = string.IsNullOrWhiteSpace(category) ? null : category.Trim();
        var query = new SalesQuery(per, null, null, null, slug, null);
        var (report, problem) = SalesReport.Of(query, shop.Currency, time.GetUtcNow());
        if (report is null)
            return problem!;

        var read = await report.Read(grains);
        return read.Match(series => new RazorComponentResult<SalesPage>(
            new
            {
                Series = series,
                Report = report,
                Category = slug,
                shop.Currency,
            }
        ));
    }
}
