using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Commerce.EventSourcing;

namespace Commerce.Catalog;

public sealed class ImportEdgeTests : IDisposable
{
    private static readonly string[] Members =
    [
        "lines",
        "total",
        "created",
        "changed",
        "unchanged",
        "failed",
        "state",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_are_taken_in_and_those_that_fail_are_told_by_line()
    {
        await using var store = await CatalogStore.Start(_folder.Path);
        var rows = string.Join(
            '\n',
            Products.Row("a", "a", "A", stock: 7),
            "",
            "nonsense" + "\r",
            Products.Row("b", "a", "B", stock: 1),
            Products.Row("c", "c", "C", stock: -1),
            new string('x', 70_000),
            Products.Row("a", "a", "A", stock: 9),
            Products.Row("d", "d", "D", stock: 3)
        );

        var accepted = await store.Import("k", rows);
        await store.Happened("import.finished");
        var path = accepted.Headers.Location!.OriginalString;
        var status = await (await store.Send(HttpMethod.Get, path)).Json();
        var first = await Failed($"{path}/rows?status=failed&limit=3");
        var next = first.GetProperty("page").GetProperty("next").GetString();
        var rest = await Failed($"{path}/rows?status=failed&limit=3&cursor={next}");

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal("8 8 2 0 1 4 finished", Say(status));
        Assert.Equal(
            [
                (3, "malformed_request"),
                (4, "slug_taken"),
                (5, "quantity_out_of_range"),
                (6, "body_too_large"),
            ],
            Lines(first).Concat(Lines(rest))
        );
        Assert.Equal(9, (await store.Grains.Stock(new("A")).GetLevel()).Value.Available);
        Assert.Equal(3, (await store.Grains.Stock(new("D")).GetLevel()).Value.Available);

        async Task<JsonElement> Failed(string url) =>
            await (await store.Send(HttpMethod.Get, url)).Json();
    }

    [Fact]
    public async Task The_same_file_again_is_the_same_import_and_another_is_refused()
    {
        await using var store = await CatalogStore.Start(_folder.Path);
        var rows = Products.Row("a", "a", "A", stock: 7);

        var posts = await Task.WhenAll(store.Import("k", rows), store.Import("k", rows));
        var other = await store.Import("k", rows + "\n");
        await store.Happened("import.finished");

        Assert.All(posts, post => Assert.Equal(HttpStatusCode.Accepted, post.StatusCode));
        Assert.Equal(posts[0].Headers.Location, posts[1].Headers.Location);
        Assert.Single(posts, post => post.Headers.Contains("Idempotent-Replayed"));
        Assert.Equal("idempotency_key_reused", await other.Code());
        Assert.Single(await store.Events("import.started"));
    }

    [Fact]
    public async Task Of_rows_that_want_the_same_the_first_gets_it_and_the_last_is_what_stays()
    {
        await using var store = await CatalogStore.Start(_folder.Path);
        var rows = Enumerable
            .Range(0, 60)
            .Select(i => Products.Row(i % 2 == 0 ? "a" : $"late-{i}", "a", "A", stock: i));

        await store.Import("k", string.Join('\n', rows));
        await store.Happened("import.finished");

        var written = await store.Events("product.written");
        Assert.Single(written);
        Assert.Equal(58, (await store.Grains.Stock(new("A")).GetLevel()).Value.Available);
    }

    [Fact]
    public async Task Without_a_key_no_file_is_taken()
    {
        await using var store = await CatalogStore.Start(_folder.Path);
        using var content = new StringContent("{}", Encoding.UTF8, "application/x-ndjson");
        var refused = await store.Http.PostAsync(
            "/admin/v1/imports",
            content,
            TestContext.Current.CancellationToken
        );

        Assert.Equal("idempotency_key_required", await refused.Code());
    }

    [Fact]
    public async Task An_import_that_is_stopped_in_the_middle_goes_on_and_nothing_is_double()
    {
        const int Rows = 1_200;
        var rows = string.Join(
            '\n',
            Enumerable.Range(0, Rows).Select(i => Products.Row($"k{i}", $"s{i}", $"SKU-{i}", i))
        );
        string path;
        await using (var store = await CatalogStore.Start(_folder.Path))
        {
            path = (await store.Import("k", rows)).Headers.Location!.OriginalString;
            await store.Happened("import.progressed");
        }

        await using var restarted = await CatalogStore.Start(_folder.Path);
        var before = await restarted.Events("product.written");
        await restarted.Happened("import.finished");
        var status = await (await restarted.Send(HttpMethod.Get, path)).Json();

        Assert.InRange(before.Count, 1, Rows - 1);
        Assert.Equal("1200 1200 1200 0 0 0 finished", Say(status));
        Assert.Equal(Rows, Streams(await restarted.Events("product.written")));
        Assert.Equal(Rows, Streams(await restarted.Events("stock.counted")));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.Path, "imports")));
    }

    [Fact]
    public async Task A_paused_import_rests_also_after_a_restart_and_goes_on_when_resumed()
    {
        const int Rows = 3_000;
        var rows = string.Join(
            '\n',
            Enumerable.Range(0, Rows).Select(i => Products.Row($"k{i}", $"s{i}", $"SKU-{i}", i))
        );
        string path;
        await using (var store = await CatalogStore.Start(_folder.Path))
        {
            path = (await store.Import("k", rows)).Headers.Location!.OriginalString;
            var paused = await store.Send(HttpMethod.Post, $"{path}/pause");
            Assert.Equal("paused", (await paused.Json()).GetProperty("state").GetString());
        }

        await using var restarted = await CatalogStore.Start(_folder.Path);
        var at = await (await restarted.Send(HttpMethod.Get, path)).Json();
        await restarted.Send(HttpMethod.Post, $"{path}/resume");
        await restarted.Happened("import.finished");
        var after = await (await restarted.Send(HttpMethod.Get, path)).Json();
        var late = await restarted.Send(HttpMethod.Post, $"{path}/pause");

        Assert.Equal("paused", at.GetProperty("state").GetString());
        Assert.InRange(at.GetProperty("lines").GetInt64(), 0, Rows - 1);
        Assert.Equal($"{Rows} {Rows} {Rows} 0 0 0 finished", Say(after));
        Assert.Equal(Rows, Streams(await restarted.Events("product.written")));
        Assert.Equal("import_finished", await late.Code());
    }

    [Fact]
    public async Task A_new_store_opens_with_the_demo_shop()
    {
        await using var store = await CatalogStore.Start(_folder.Path, demo: true);
        await store.Happened("import.finished");
        await store.ListsTell();

        var shirt = await store.Send(HttpMethod.Get, "/api/v1/products/linen-shirt");
        var barometer = await store.Send(HttpMethod.Get, "/api/v1/products/barometer/availability");

        Assert.Equal(HttpStatusCode.OK, shirt.StatusCode);
        Assert.Equal("out", (await barometer.Json()).GetProperty("status").GetString());
        Assert.Empty(await store.Events("import.rows-failed"));
    }

    private static int Streams(List<RecordedEvent> events)
    {
        var streams = events.Select(each => each.Stream).Distinct(StringComparer.Ordinal).Count();
        return streams == events.Count ? streams : -1;
    }

    private static string Say(JsonElement import) =>
        string.Join(' ', Members.Select(member => import.GetProperty(member).ToString()));

    private static IEnumerable<(int Line, string Code)> Lines(JsonElement page) =>
        page.GetProperty("data")
            .EnumerateArray()
            .Select(row =>
                (
                    int.Parse(row.GetProperty("line").ToString(), CultureInfo.InvariantCulture),
                    row.GetProperty("code").GetString()!
                )
            );
}
