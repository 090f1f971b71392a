using System.Net;
using System.Text.Json;

namespace Commerce.Catalog;

/// <summary>Tables of products in, and all products out.</summary>
public sealed class ImportTablesTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private CatalogStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await CatalogStore.Start(_folder.Path);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Each_record_of_a_table_is_a_product_of_one_variant()
    {
        var accepted = await _store.Import(
            "k",
            """
            key,slug,name,name.de,categories,attributes.c,sku,options.s,price.EUR,stock,published
            m,mug,"A ""big"" mug, blue",Becher,cups | tea,blue,MUG,L,1099,7,true
            c,cup,A cup,,,,CUP,,ten,1,true
            j,jug,A jug,,,,JUG,,5,,false
            """,
            "text/csv"
        );
        await _store.Happened("import.finished");
        var path = accepted.Headers.Location!.OriginalString;
        var failed = await Json($"{path}/rows?status=failed");
        var mug = await Json("/api/v1/products/mug");

        Assert.Equal("""A "big" mug, blue""", Text(mug, "name", "en"));
        Assert.Equal("Becher", Text(mug, "name", "de"));
        Assert.Equal("""["cups","tea"]""", mug.GetProperty("categories").ToString());
        Assert.Equal("blue", Text(mug, "attributes", "c"));
        Assert.Equal(
            """{"sku":"MUG","options":{"s":"L"},"prices":[{"amount":1099,"currency":"EUR"}]}""",
            mug.GetProperty("variants")[0].ToString()
        );
        Assert.Equal(7, (await _store.Grains.Stock(new("MUG")).GetLevel()).Value.Available);
        var row = Assert.Single(failed.GetProperty("data").EnumerateArray());
        Assert.Equal(3, row.GetProperty("line").GetInt64());
        Assert.Equal("/variants/0/prices/0/amount", row.GetProperty("pointer").GetString());
        Assert.Equal(1, (await Json(path)).GetProperty("failed").GetInt64());
        Assert.Equal(2, (await Json(path)).GetProperty("created").GetInt64());
    }

    [Fact]
    public async Task What_is_exported_imports_and_changes_nothing()
    {
        await _store.Import(
            "k",
            string.Join(
                '\n',
                Enumerable.Range(0, 450).Select(i => Products.Row($"k{i}", $"s{i}", $"S-{i}", i))
            )
        );
        await _store.Happened("import.finished");
        await _store.PutByKey("draft", Products.Json("draft", "DRAFT", published: false));
        await _store.ListsTell();

        using var plain = await _store.Send(HttpMethod.Get, "/admin/v1/products/export");
        using var full = await _store.Send(HttpMethod.Get, "/admin/v1/products/export?stock=true");
        var cancellation = TestContext.Current.CancellationToken;
        var lines = await plain.Content.ReadAsStringAsync(cancellation);
        var stocked = await full.Content.ReadAsStringAsync(cancellation);
        var events = (await _store.Events("product.written")).Count;
        var accepted = await _store.Import("again", stocked);
        await _store.Happened("import.finished", times: 2);
        var status = await Json(accepted.Headers.Location!.OriginalString);

        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
        Assert.Equal(451, lines.Split('\n').Length - 1);
        Assert.DoesNotContain("\"stock\"", lines, StringComparison.Ordinal);
        Assert.Equal(451, status.GetProperty("unchanged").GetInt64());
        Assert.Equal(events, (await _store.Events("product.written")).Count);
        Assert.Equal(449, (await _store.Grains.Stock(new("S-449")).GetLevel()).Value.Available);
    }

    private static string? Text(JsonElement product, string member, string name) =>
        product.GetProperty(member).GetProperty(name).GetString();

    private async Task<JsonElement> Json(string path) =>
        await (await _store.Send(HttpMethod.Get, path)).Json();
}
