using Commerce.Http;

namespace Commerce.FlashSales;

/// <summary>Flash sales as shoppers see them: from when they are armed.</summary>
internal static class StorefrontSaleEndpoints
{
    private const string CacheControl = "public, max-age=1";

    public static void MapStorefrontSales(this IEndpointRouteBuilder routes)
    {
        var sales = routes.MapGroup("/api/v1/sales").ForEveryone().WithTags("Flash sales");

        sales
            .MapGet("", List)
            .Means("listSales", "The sales that come, are on, or were: the newest first.")
            .Answers<PageBody<SaleBody>>(200)
            .AnswersOnly(304);
        sales
            .MapGet("/{id}", Get)
            .Means("getSale", "How a sale stands, by the store's clock.")
            .Answers<SaleBody>(200)
            .Refuses(404, "not_found");
    }

    /// <summary>Whether shoppers are to know of a sale.</summary>
    public static bool IsShown(SaleTold sale, DateTimeOffset now) =>
        sale.Rehearses is null
        && sale.StateAt(now) is not (SaleState.Draft or SaleState.Scheduled or SaleState.Cancelled);

    private static Task<IResult> List([AsParameters] PageRequest page, SaleLists lists) =>
        lists.Answer(page, SaleBody.ForShoppers, IsShown, CacheControl);

    private static async Task<IResult> Get(SaleId id, SaleSights sights, TimeProvider time)
    {
        var seen = await sights.Glance(id);
        if (!seen.IsAccepted)
            return seen.Rejection.ToProblem();

        var now = time.GetUtcNow();
        return IsShown(seen.Value.Sale, now)
            ? new Answer<SaleBody>(SaleBody.ForShoppers(seen.Value, now))
            {
                CacheControl = CacheControl,
            }
            : SaleRejections.NotFound.ToProblem();
    }
}
