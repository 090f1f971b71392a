using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Commerce.Catalog;

/// <summary>What operators do to products beside writing them whole.</summary>
public sealed class ProductAdminTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private CatalogStore _store = null!;
    private string _mug = "";

    public async ValueTask InitializeAsync()
    {
        _store = await CatalogStore.Start(_folder.Path);
        using var created = await _store.PutByKey("mug", Document("mug"));
        _mug = created.Headers.Location!.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_patch_changes_what_it_names()
    {
        using var patched = await Patch(
            """{"name":{"de":"Becher"},"description":null,"visibleTo":"2100-01-01T00:00:00Z"}"""
        );
        var body = await patched.Json();

        Assert.Equal("\"2\"", patched.Headers.ETag?.Tag);
        Assert.Equal("""{"en":"A mug","de":"Becher"}""", body.GetProperty("name").ToString());
        Assert.False(body.TryGetProperty("description", out _));
        Assert.Equal("red", body.GetProperty("attributes").GetProperty("colour").GetString());
        Assert.True(body.GetProperty("published").GetBoolean());
    }

    [Theory]
    [InlineData("""{"name":null}""", 400)]
    [InlineData("""{"name":7}""", 400)]
    [InlineData("""{"colour":"red"}""", 400)]
    [InlineData("""{"id":"prd_eu1_x"}""", 400)]
    [InlineData("""[]""", 400)]
    [InlineData("""{"slug":"NO"}""", 422)]
    public async Task A_patch_that_makes_no_product_is_refused(string patch, int status)
    {
        using var refused = await Patch(patch);
        using var after = await _store.Send(HttpMethod.Get, _mug);

        Assert.Equal(status, (int)refused.StatusCode);
        Assert.Equal("\"1\"", after.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task Changes_name_the_version_they_are_made_from()
    {
        using var none = await _store.Send(HttpMethod.Delete, _mug);
        using var stale = await Patch("""{"media":[]}""", "\"7\"");
        using var any = await Patch("""{"categories":["cups"]}""", "*");
        using var json = await _store.Send(HttpMethod.Patch, _mug, "{}", Match("\"2\""));

        Assert.Equal(HttpStatusCode.PreconditionRequired, none.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal(HttpStatusCode.OK, any.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, json.StatusCode);
    }

    [Fact]
    public async Task Prices_change_by_sku()
    {
        using var done = await _store.Send(
            HttpMethod.Put,
            $"{_mug}/prices",
            """{"variants":[{"sku":"MUG","prices":[{"amount":7,"currency":"JPY"}]}]}""",
            Match("\"1\"")
        );
        using var unknown = await _store.Send(
            HttpMethod.Put,
            $"{_mug}/prices",
            """{"variants":[{"sku":"CUP","prices":[]}]}""",
            Match("\"2\"")
        );

        var prices = (await done.Json()).GetProperty("variants")[0].GetProperty("prices");
        Assert.Equal("""[{"amount":7,"currency":"JPY"}]""", prices.ToString());
        Assert.Equal(
            "/variants/0/sku",
            (await unknown.Json()).GetProperty("errors")[0].GetProperty("pointer").GetString()
        );
    }

    [Fact]
    public async Task A_removed_product_is_gone_and_what_it_had_may_be_anothers()
    {
        using var removed = await _store.Send(HttpMethod.Delete, _mug, headers: Match("\"1\""));
        using var again = await _store.Send(HttpMethod.Delete, _mug, headers: Match("*"));
        using var shown = await _store.Send(HttpMethod.Get, "/api/v1/products/mug");
        using var other = await _store.PutByKey("other", Document("mug"));
        using var same = await _store.PutByKey("mug", Document("cup"));
        await _store.ListsTell();
        var listed = await Slugs("/admin/v1/products");

        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, shown.StatusCode);
        Assert.Equal(HttpStatusCode.Created, other.StatusCode);
        Assert.Equal(HttpStatusCode.Created, same.StatusCode);
        Assert.NotEqual(_mug, same.Headers.Location?.ToString());
        Assert.Equal("cup mug", listed);
    }

    [Fact]
    public async Task Operators_see_drafts_and_shoppers_find_by_attribute()
    {
        await _store.PutByKey("cup", Document("cup", published: false));
        await _store.PutByKey("jug", Document("jug", colour: "blue"));
        await _store.ListsTell();

        Assert.Equal("jug cup mug", await Slugs("/admin/v1/products"));
        Assert.Equal("jug mug", await Slugs("/api/v1/products"));
        Assert.Equal("mug", await Slugs("/api/v1/products?attribute=colour:red"));
        Assert.Equal("", await Slugs("/api/v1/products?attribute=colour:green"));
        using var bad = await _store.Send(HttpMethod.Get, "/api/v1/products?attribute=colour");
        Assert.Equal("invalid_filter", (await bad.Json()).GetProperty("code").GetString());
    }

    private static string Document(string slug, bool published = true, string colour = "red") =>
        $$"""
            {"slug":"{{slug}}","name":{"en":"A {{slug}}"},"description":{"en":"Holds tea."},
             "attributes":{"colour":"{{colour}}"},"published":{{(published ? "true" : "false")}},
             "variants":[{"sku":"{{slug.ToUpperInvariant()}}",
             "prices":[{"amount":1000,"currency":"EUR"}]}]}
            """;

    private static Action<HttpRequestHeaders> Match(string tag) =>
        headers => headers.Add("If-Match", tag);

    private async Task<HttpResponseMessage> Patch(string json, string tag = "\"1\"")
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, _mug)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/merge-patch+json"),
        };
        request.Headers.Add("If-Match", tag);
        return await _store.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<string> Slugs(string path)
    {
        using var answer = await _store.Send(HttpMethod.Get, path);
        return string.Join(
            ' ',
            (await answer.Json())
                .GetProperty("data")
                .EnumerateArray()
                .Select(row => row.GetProperty("slug").GetString())
        );
    }
}
