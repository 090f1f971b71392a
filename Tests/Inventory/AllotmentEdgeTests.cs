using System.Net;
using System.Text.Json.Nodes;
using Commerce.Http;

namespace Commerce.Inventory;

/// <summary>What operators and shoppers see of a SKU of which units are set apart.</summary>
public sealed class AllotmentEdgeTests(EdgeStore store) : IClassFixture<EdgeStore>
{
    private const string Sale = "sal_1";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static Deadline Soon => new(TimeProvider.System.GetUtcNow() + Minute / 2);

    private IGrainFactory Grains => store.Service<IGrainFactory>();

    [Fact]
    public async Task All_units_are_told_and_whose_they_are()
    {
        var (root, allotment) = await Stock("TOTAL");
        var (before, etag) = await Get("TOTAL");
        await allotment.Hold(new("anna", 1), 2, Minute, Soon);
        await allotment.Hold(new("ben", 1), 5, Minute, Soon);
        await allotment.Sell(new("ben", 1), Soon);
        await root.Hold(new("cora", 1), 1, Minute, Soon);
        var (during, changed) = await Get("TOTAL");
        await allotment.Release(new("anna", 1), Soon);
        await allotment.CloseAllotment("order/ord_nobody");
        var (after, _) = await Get("TOTAL");

        Assert.Equal((100, 0, 0), Levels(before));
        Assert.Equal((92, 3, 5), Levels(during));
        Assert.Equal(95, (int?)during["onHand"]);
        var shard = Assert.Single(during["shards"]!.AsArray())!;
        Assert.Equal((53, 2, 5), Levels(shard));
        Assert.Equal(Sale, (string?)shard["allotment"]);
        Assert.NotEqual(etag, changed);
        Assert.Equal((94, 1, 5), Levels(after));
        Assert.Null(after["shards"]);
    }

    [Fact]
    public async Task While_units_are_out_a_count_says_whose_they_are()
    {
        await Stock("COUNT");

        var counted = await store.Operate(
            HttpMethod.Post,
            "/admin/v1/skus/COUNT/movements?again",
            new
            {
                type = "count",
                to = 100,
                reason = "stocktaking",
            }
        );

        var problem = await Read(counted);
        Assert.Equal(HttpStatusCode.Conflict, counted.StatusCode);
        Assert.Equal("units_allotted", (string?)problem["code"]);
        Assert.Contains(Sale, problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_freeze_stops_the_sale_too()
    {
        var (_, allotment) = await Stock("FREEZE");

        var frozen = await store.Operate(
            HttpMethod.Post,
            "/admin/v1/skus/FREEZE/freeze",
            new { reason = "recall" }
        );

        frozen.EnsureSuccessStatusCode();
        var held = await allotment.Hold(new("anna", 1), 1, Minute, Soon);
        Assert.Equal("sku_frozen", held.Rejection?.Code);
    }

    [Fact]
    public async Task A_list_has_one_row_of_a_sku_with_what_is_set_apart()
    {
        await Stock("LISTED");

        var row = await Listed("LISTED");

        Assert.Equal(60, (int?)row["allotted"]);
        Assert.Equal((40, 0, 0), Levels(row));
        var page = await store.Operate(HttpMethod.Get, "/ops/stock/LISTED");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task The_books_of_a_sale_add_up()
    {
        var (_, allotment) = await Stock("BOOKS");
        await allotment.Hold(new("anna", 1), 2, Minute, Soon);
        await allotment.Sell(new("anna", 1), Soon);
        await allotment.CloseAllotment("order/ord_nobody");

        var report = await Read(await store.Operate(HttpMethod.Get, "/admin/v1/integrity"));

        Assert.All(report["deltas"]!.AsArray(), each => Assert.Equal(0, (long?)each!["delta"]));
    }

    /// <summary>A hundred units, sixty of them a sale's.</summary>
    private async Task<(IStockGrain Root, IStockGrain Allotment)> Stock(string sku)
    {
        await store.Stock(sku);
        var root = Grains.Stock(new(sku));
        Assert.True((await root.Grant(Sale, 1, 60, Soon)).IsAccepted);
        return (root, Grains.Allotment(new(sku), Sale));
    }

    private async Task<(JsonNode Body, string ETag)> Get(string sku)
    {
        var answer = await store.Operate(HttpMethod.Get, $"/admin/v1/skus/{sku}/stock");
        return (await Read(answer), answer.Headers.ETag!.Tag);
    }

    /// <summary>The SKU's rows in the list, as soon as it has heard of the grant.</summary>
    private async Task<JsonNode> Listed(string sku)
    {
        while (true)
        {
            var list = await Read(await store.Operate(HttpMethod.Get, "/admin/v1/skus?limit=200"));
            var rows = list["data"]!
                .AsArray()
                .Where(row => ((string?)row!["sku"])!.StartsWith(sku, StringComparison.Ordinal))
                .ToList();
            if (rows is [{ } row, ..] && (int?)row["allotted"] > 0)
                return Assert.Single(rows)!;
        }
    }

    private static (int?, int?, int?) Levels(JsonNode stock) =>
        ((int?)stock["available"], (int?)stock["held"], (int?)stock["sold"]);

    private static async Task<JsonNode> Read(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
}
