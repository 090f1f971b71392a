using System.Net;
using Commerce.Views;

namespace Commerce.Catalog;

public sealed class ProductListEndpointsTests(ListStore store) : IClassFixture<ListStore>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_product_is_listed_while_it_is_published()
    {
        var id = ListStore.Id(1001);

        await store.Happen(id, 0, ListStore.Written("draft", published: false, "one"));
        Assert.Equal("", await Slugs("/api/v1/products?category=one"));

        await store.Happen(id, 1, new ProductEvent.Published());
        Assert.Equal("draft", await Slugs("/api/v1/products?category=one"));
        Assert.Equal("draft", await Slugs("/api/v1/categories/one/products"));

        await store.Happen(id, 2, new ProductEvent.Unpublished());
        Assert.Equal("", await Slugs("/api/v1/products?category=one"));
    }

    [Fact]
    public async Task A_product_that_moves_leaves_its_old_category()
    {
        var id = ListStore.Id(1002);
        await store.Happen(id, 0, ListStore.Written("mover", published: true, "from", "stays"));

        await store.Happen(id, 1, ListStore.Written("moved", published: true, "to", "stays"));

        Assert.Equal("", await Slugs("/api/v1/products?category=from"));
        Assert.Equal("moved", await Slugs("/api/v1/products?category=to"));
        Assert.Equal("moved", await Slugs("/api/v1/products?category=stays"));
    }

    [Fact]
    public async Task An_item_is_what_a_shopper_chooses_by()
    {
        await store.Happen(
            ListStore.Id(1003),
            0,
            ListStore.Written("shirt", published: true, "shirts")
        );

        var page = await ListStore.Get(store.Shopper, "/api/v1/products?category=shirts");

        Assert.Equal(
            """
            {"data":[{"id":"prd_eu1_01J00000000000000000001003","key":"key-shirt","slug":"shirt",
            "name":{"en":"The shirt"},"categories":["shirts"],"attributes":{},
            "media":[],"published":true,
            "variants":[{"sku":"SKU-shirt","options":{},"prices":[{"amount":1099,
            "currency":"EUR"}]}],"version":1}],"page":{"next":null}}
            """.ReplaceLineEndings(""),
            page.GetRawText()
        );
    }

    [Fact]
    public async Task Pages_follow_each_other_newest_first_by_cursor_and_by_link()
    {
        foreach (var n in Enumerable.Range(1, 5))
        {
            await store.Happen(
                ListStore.Id(1100 + n),
                0,
                ListStore.Written($"p{n}", published: true, "pages")
            );
        }

        using var first = await store.Shopper.GetAsync(
            "/api/v1/products?category=pages&limit=2",
            Stop
        );
        var link = first.Headers.GetValues("Link").Single();
        var next = link[1..link.IndexOf('>', StringComparison.Ordinal)];

        Assert.EndsWith("; rel=\"next\"", link, StringComparison.Ordinal);
        Assert.Equal("p5 p4", await Slugs("/api/v1/products?category=pages&limit=2"));
        Assert.Equal("p3 p2", await Slugs(next));
        var page = (await ListStore.Get(store.Shopper, next)).GetProperty("page");
        var cursor = page.GetProperty("next").GetString();
        Assert.Equal("p1", await Slugs($"/api/v1/products?category=pages&cursor={cursor}"));
    }

    [Fact]
    public async Task A_page_may_be_kept_and_asked_for_by_its_etag()
    {
        await store.Happen(ListStore.Id(1201), 0, ListStore.Written("e", published: true, "etag"));
        const string Path = "/api/v1/products?category=etag";
        using var first = await store.Shopper.GetAsync(Path, Stop);
        using var again = new HttpRequestMessage(HttpMethod.Get, Path);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var same = await store.Shopper.SendAsync(again, Stop);

        Assert.True(first.Headers.CacheControl!.Public);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }

    [Fact]
    public async Task The_categories_are_those_with_something_to_buy()
    {
        await store.Happen(
            ListStore.Id(1301),
            0,
            ListStore.Written("c1", published: true, "zz-a", "zz-b")
        );
        await store.Happen(
            ListStore.Id(1302),
            0,
            ListStore.Written("c2", published: false, "zz-c")
        );

        var page = await ListStore.Get(store.Shopper, "/api/v1/categories?limit=200");

        var slugs = page.GetProperty("data")
            .EnumerateArray()
            .Select(each => each.GetProperty("slug").GetString()!)
            .Where(slug => slug.StartsWith("zz-", StringComparison.Ordinal));
        Assert.Equal("zz-a zz-b", string.Join(' ', slugs));
    }

    [Theory]
    [InlineData("limit=0", "422 limit_out_of_range")]
    [InlineData("limit=201", "422 limit_out_of_range")]
    [InlineData("limit=many", "400 malformed_request")]
    [InlineData("cursor=0123456789abcdefQUJD", "400 invalid_cursor")]
    [InlineData("cursor=x", "400 invalid_cursor")]
    [InlineData("cursor=0123456789abcdef!", "400 invalid_cursor")]
    public async Task What_no_page_was_ever_asked_with_is_refused(string query, string problem) =>
        Assert.Equal(problem, await ListStore.Problem(store.Shopper, $"/api/v1/products?{query}"));

    [Fact]
    public async Task A_cursor_goes_on_in_its_own_list_only_and_unchanged()
    {
        foreach (var n in Enumerable.Range(1, 2))
        {
            var written = ListStore.Written($"t{n}", published: true, "mine", "other");
            await store.Happen(ListStore.Id(1400 + n), 0, written);
        }

        var page = await ListStore.Get(store.Shopper, "/api/v1/products?category=mine&limit=1");
        var cursor = page.GetProperty("page").GetProperty("next").GetString()!;

        Assert.Equal("t1", await Slugs($"/api/v1/products?category=mine&cursor={cursor}"));
        foreach (
            var forged in (string[])
                [
                    $"category=other&cursor={cursor}",
                    $"category=mine&cursor={cursor}A",
                    $"category=mine&cursor={(cursor[0] is '0' ? '1' : '0')}{cursor[1..]}",
                ]
        )
        {
            Assert.Equal(
                "400 invalid_cursor",
                await ListStore.Problem(store.Shopper, $"/api/v1/products?{forged}")
            );
        }
    }

    private async Task<string> Slugs(string path)
    {
        var page = await ListStore.Get(store.Shopper, path);
        return string.Join(
            ' ',
            page.GetProperty("data")
                .EnumerateArray()
                .Select(each => each.GetProperty("slug").GetString())
        );
    }
}
