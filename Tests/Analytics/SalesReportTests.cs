using System.Net;
using System.Text.Json;
using Commerce.Catalog;
using Commerce.Stores;

namespace Commerce.Analytics;

/// <summary>What is sold, as operators are told it, against what was bought.</summary>
public sealed class SalesReportTests : WholeStoreTests
{
    protected override async Task Furnish()
    {
        await Put("mug", "MUG", 1_000, "kitchen", "gifts");
        await Put("cup", "CUP", 250, "kitchen");
    }

    [Fact]
    public async Task Every_confirmed_order_counts_once_in_each_total()
    {
        await Buy(("MUG", 2), ("CUP", 1));
        await Buy(("CUP", 4));
        // What is not paid is not sold.
        var declined = await Shop.FillCart("MUG");
        (await Shop.Checkout(declined, "declined", "tok_declined")).Expect(402);

        Assert.Equal((2, 7, 3_250), await Sums(""));
        Assert.Equal((2, 7, 3_250), await Sums("&category=kitchen"));
        Assert.Equal((1, 2, 2_000), await Sums("&category=gifts"));
        Assert.Equal((1, 2, 2_000), await Sums($"&product={await ProductOf("mug")}"));
        Assert.Equal((2, 5, 1_250), await Sums($"&product={await ProductOf("cup")}"));
        Assert.Equal((0, 0, 0), await Sums("&category=garden"));
        Assert.Equal((0, 0, 0), await Sums("&currency=JPY"));
    }

    [Fact]
    public async Task A_refund_is_no_sale_and_takes_none_away()
    {
        var order = await Buy(("CUP", 1));
        (await Shop.Cancel(order, "x")).Expect(200);

        Assert.Equal((1, 1, 250), await Sums(""));
    }

    [Theory]
    [InlineData("minute", 60)]
    [InlineData("hour", 24)]
    [InlineData("day", 30)]
    public async Task A_report_has_every_span_also_those_without_sales(string per, int usual)
    {
        await Buy(("CUP", 3));
        var report = await Report($"?per={per}");
        var data = report.GetProperty("data").EnumerateArray().ToList();

        Assert.Equal(usual, data.Count);
        Assert.Equal(3, data.Sum(each => each.GetProperty("units").GetInt64()));
        Assert.Equal(per, report.GetProperty("per").GetString());
        var begins = data.Select(each => each.GetProperty("at").GetDateTimeOffset()).ToList();
        Assert.Single(begins.Zip(begins.Skip(1), (one, next) => next - one).Distinct());
    }

    [Fact]
    public async Task A_span_begins_at_its_moment_and_ends_before_the_next()
    {
        var from = Store.Time.GetUtcNow();
        await Buy(("CUP", 1));
        Store.Time.Advance(TimeSpan.FromMinutes(2));
        await Buy(("MUG", 1));

        var minute = new DateTimeOffset(
            from.Ticks - (from.Ticks % TimeSpan.TicksPerMinute),
            default
        );
        var (first, last) = (minute.ToString("o")[..19], minute.AddMinutes(3).ToString("o")[..19]);
        var data = (await Report($"?from={first}Z&until={last}Z")).GetProperty("data");

        Assert.Equal(
            [1, 0, 1],
            data.EnumerateArray().Select(each => each.GetProperty("orders").GetInt64()).ToList()
        );
    }

    [Theory]
    [InlineData("?per=week", "invalid_span")]
    [InlineData("?from=2026-01-01T00:00:00Z&until=2026-01-03T00:00:00Z", "range_out_of_range")]
    [InlineData("?from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", "range_out_of_range")]
    [InlineData("?until=0001-01-01T00:00:00Z", "range_out_of_range")]
    [InlineData("?from=9999-12-31T23:59:59Z", "range_out_of_range")]
    [InlineData("?product=a&category=b", "invalid_filter")]
    [InlineData("?currency=eur", "invalid_currency")]
    public async Task What_makes_no_sense_is_refused(string query, string code)
    {
        using var answer = await Store.Send(HttpMethod.Get, $"/admin/v1/reports/sales{query}");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(code, (await answer.Json()).GetProperty("code").GetString());
    }

    private async Task Put(string slug, string sku, int price, params string[] categories)
    {
        var product = new
        {
            slug,
            name = new { en = slug },
            categories,
            published = true,
            variants = new[]
            {
                new { sku, prices = new[] { new { amount = price, currency = "EUR" } } },
            },
        };
        (await Shop.Send(HttpMethod.Put, $"/admin/v1/products/key={slug}", product)).Expect(201);
        (await Shop.Receive(sku, 100, $"first-{sku}")).Expect(201);
    }

    /// <returns>The id of a confirmed order.</returns>
    private async Task<string> Buy(params (string Sku, int Quantity)[] lines)
    {
        var cart = await Shop.OpenCart();
        foreach (var (sku, quantity) in lines)
            (await Shop.Add(cart, sku, quantity)).Expect(201);

        return (await Shop.Checkout(cart, "buy")).Expect(201).Text("id");
    }

    private async Task<string> ProductOf(string slug) =>
        (await Shop.Get($"/api/v1/products/{slug}")).Expect(200).Text("id");

    private async Task<(long Orders, long Units, long Amount)> Sums(string filter)
    {
        var data = (await Report($"?per=hour{filter}"))
            .GetProperty("data")
            .EnumerateArray()
            .ToList();
        return (
            data.Sum(each => each.GetProperty("orders").GetInt64()),
            data.Sum(each => each.GetProperty("units").GetInt64()),
            data.Sum(each => each.GetProperty("amount").GetProperty("amount").GetInt64())
        );
    }

    private async Task<JsonElement> Report(string query)
    {
        await Store.ListsTell();
        using var answer = await Store.Send(HttpMethod.Get, $"/admin/v1/reports/sales{query}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Json();
    }
}
