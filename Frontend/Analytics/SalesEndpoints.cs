using System.Text.Json.Serialization;
using Commerce.Http;
using Commerce.Shopping;

namespace Commerce.Analytics;

/// <summary>What is sold, over time.</summary>
internal static class SalesEndpoints
{
    private static readonly Problem NoSuchCurrency = new(
        StatusCodes.Status422UnprocessableEntity,
        "invalid_currency",
        "A currency is told by its ISO 4217 code."
    );

    public static void MapAnalytics(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/admin/v1/reports/sales", Get)
            .WithTags("Analytics")
            .RequireScope("orders:read")
            .Means("reportSales", "What confirmed orders sold: orders, units, money over time.")
            .Answers<SalesBody>(200)
            .Refuses(422, "invalid_span", "range_out_of_range", "invalid_filter")
            .Refuses(422, "invalid_currency");

    private static async Task<IResult> Get(
        [AsParameters] SalesQuery query,
        IGrainFactory grains,
        ShopSettings shop,
        TimeProvider time
    )
    {
        var currency = shop.Currency;
        if (query.Currency is { } code && !Currency.TryParse(code, provider: null, out currency))
            return NoSuchCurrency;

        var (report, problem) = SalesReport.Of(query, currency, time.GetUtcNow());
        if (report is null)
            return problem!;

        var read = await report.Read(grains);
        return read.Match(series => new Answer<SalesBody>(
            new(
                report.Per,
                currency.Code,
                [
                    .. series.Points.Select(point => new SalesPoint(
                        report.MomentOf(point),
                        point.Sums.Count,
                        point.Sums.Units,
                        new(point.Sums.Amount, currency)
                    )),
                ],
                series.AsOf
            )
        ));
    }
}

/// <param name="Per">What a span is: a minute, an hour or a day, in UTC.</param>
/// <param name="AsOf">What was confirmed by then is in it.</param>
internal sealed record SalesBody(
    string Per,
    string Currency,
    IReadOnlyList<SalesPoint> Data,
    DateTimeOffset AsOf
);

/// <param name="At">When the span begins.</param>
/// <param name="Orders">How many orders with any of it were confirmed.</param>
/// <param name="Units">How many units they bought of it.</param>
/// <param name="Amount">What they paid for those, tax included, shipping not.</param>
internal sealed record SalesPoint(DateTimeOffset At, long Orders, long Units, Money Amount);

[JsonSerializable(typeof(SalesBody))]
internal sealed partial class SalesHttpJson : JsonSerializerContext;
