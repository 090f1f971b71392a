using System.Text.Json;
using Commerce.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.FlashSales;

/// <summary>
/// Pages of sales, the newest first. The view knows which there are; how each stands follows from
/// the time, so it is looked at.
/// </summary>
internal sealed class SaleLists(
    IGrainFactory grains,
    SaleSights sights,
    TimeProvider time,
    IOptions<JsonOptions> json
)
{
    private const string View = "flash-sales";
    private const string All = "all";

    /// <summary>Answers a page, of which only those are told that are to be shown.</summary>
    public Task<IResult> Answer(
        PageRequest page,
        Func<SaleSight, DateTimeOffset, SaleBody> tell,
        Func<SaleTold, DateTimeOffset, bool> isShown,
        string cacheControl
    ) =>
        page.Read(
            View,
            async (limit, after) =>
            {
                var read = await Read(limit, after);
                return read.Match(found =>
                {
                    var now = time.GetUtcNow();
                    var bodies = found
                        .Sales.Where(seen => isShown(seen.Sale, now))
                        .Select(seen => tell(seen, now));
                    return new PageAnswer(PageAnswer.Json(bodies, json.Value.SerializerOptions))
                    {
                        Next = page.Sign(View, found.Next),
                        CacheControl = cacheControl,
                    };
                });
            }
        );

    public async Task<Outcome<SalesFound>> Read(int limit, string? after)
    {
        var page = await grains.View(View).GetPage(All, limit, after);
        if (!page.IsAccepted)
            return page.Rejection;

        var seen = await Task.WhenAll(page.Value.Rows.Select(row => sights.Glance(IdOf(row))));
        return new SalesFound(
            [.. seen.Where(each => each.IsAccepted).Select(each => each.Value!)],
            page.Value.Next
        );
    }

    private static SaleId IdOf(ReadOnlyMemory<byte> row) =>
        JsonSerializer.Deserialize(row.Span, FlashSaleRowJson.Default.FlashSaleRow)!.Id;
}

/// <param name="Next">The mark behind which more follow, if any do.</param>
internal sealed record SalesFound(IReadOnlyList<SaleSight> Sales, string? Next);
