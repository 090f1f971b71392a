using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Commerce.Catalog;

public sealed class CatalogEdgeTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private CatalogStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await CatalogStore.Start(_folder.Path);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("a%2Fb%3F%25", "a/b?%")]
    [InlineData("a/b", "a/b")]
    [InlineData("k=1", "k=1")]
    public async Task A_key_is_as_the_merchant_wrote_it(string sent, string key)
    {
        var created = await _store.PutByKey(sent, Products.Json("mug", "MUG"));

        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(key, (await created.Json()).GetProperty("key").GetString());
    }

    [Fact]
    public async Task The_same_again_is_the_same_version()
    {
        var created = await _store.PutByKey("mug", Products.Json("mug", "MUG"));
        var again = await _store.PutByKey("mug", Products.Json("mug", "MUG"));
        var changed = await _store.PutByKey("mug", Products.Json("cup", "MUG"));

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(created.Headers.ETag, again.Headers.ETag);
        Assert.Equal("\"2\"", changed.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task A_hundred_puts_of_one_key_are_one_product()
    {
        var puts = await Task.WhenAll(
            Enumerable
                .Range(0, 100)
                .Select(_ => _store.PutByKey("mug", Products.Json("mug", "MUG")))
        );

        Assert.Single(puts, put => put.StatusCode == HttpStatusCode.Created);
        Assert.Equal(99, puts.Count(put => put.StatusCode == HttpStatusCode.OK));
        Assert.Single(await _store.Events("product.written"));
    }

    [Fact]
    public async Task Of_two_that_want_one_slug_one_gets_it_and_what_the_other_claimed_is_freed()
    {
        var puts = await Task.WhenAll(
            _store.PutByKey("mug", Products.Json("mug", "MUG-1")),
            _store.PutByKey("cup", Products.Json("mug", "MUG-2"))
        );
        var lost = puts.Single(put => put.StatusCode == HttpStatusCode.Conflict);
        var orphan = puts[0] == lost ? "MUG-1" : "MUG-2";
        var claim = _store.Grains.Claim(CatalogClaims.Sku, orphan);
        Assert.NotNull(await claim.GetOwner());

        _store.Time.Advance(TimeSpan.FromMinutes(5));
        await claim.Wake();

        Assert.Equal("slug_taken", await lost.Code());
        Assert.Null(await claim.GetOwner());
        var soon = new Deadline(_store.Time.GetUtcNow().AddSeconds(10));
        Assert.Equal("another", (await claim.Claim("another", soon)).Value);
    }

    [Fact]
    public async Task A_confirmed_claim_outlives_its_alarm()
    {
        await _store.PutByKey("mug", Products.Json("mug", "MUG"));

        _store.Time.Advance(TimeSpan.FromMinutes(5));
        var claim = _store.Grains.Claim(CatalogClaims.Sku, "MUG");
        await claim.Wake();

        Assert.NotNull(await claim.GetOwner());
    }

    [Fact]
    public async Task A_sku_that_is_dropped_can_be_another_products_at_once()
    {
        await _store.PutByKey("mug", Products.Json("mug", "MUG"));
        var taken = await _store.PutByKey("cup", Products.Json("cup", "MUG"));
        await _store.PutByKey("mug", Products.Json("mug", "MUG-2"));
        var free = await _store.PutByKey("cup", Products.Json("cup", "MUG"));

        Assert.Equal("sku_taken", await taken.Code());
        Assert.Equal(
            "/variants/0/sku",
            (await taken.Json()).GetProperty("errors")[0].GetProperty("pointer").GetString()
        );
        Assert.Equal(HttpStatusCode.Created, free.StatusCode);
    }

    [Fact]
    public async Task Preconditions_are_honoured()
    {
        var json = Products.Json("mug", "MUG");
        var none = await _store.PutByKey("mug", json, Match("\"1\""));
        var created = await _store.PutByKey("mug", json, NoneMatchAny);
        var exists = await _store.PutByKey("mug", json, NoneMatchAny);
        var path = $"/admin/v1/products/{(await created.Json()).GetProperty("id")}";
        var blind = await _store.Send(HttpMethod.Put, path, json);
        var stale = await _store.Send(HttpMethod.Put, path, json, Match("\"9\""));
        var fresh = await _store.Send(
            HttpMethod.Put,
            path,
            Products.Json("cup", "MUG"),
            Match("\"1\"")
        );

        Assert.Equal(HttpStatusCode.PreconditionFailed, none.StatusCode);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, exists.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionRequired, blind.StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
    }

    [Fact]
    public async Task Shoppers_see_what_is_published_by_its_id_and_its_slug()
    {
        var created = await _store.PutByKey("mug", Products.Json("mug", "MUG", published: false));
        var id = (await created.Json()).GetProperty("id").GetString();
        var hidden = await Get($"/api/v1/products/{id}");
        await _store.Send(HttpMethod.Post, $"/admin/v1/products/{id}/publish");
        var byId = await Get($"/api/v1/products/{id}");
        var bySlug = await Get("/api/v1/products/mug");
        var known = await Get("/api/v1/products/mug", h => h.Add("If-None-Match", "\"2\""));
        await _store.Send(HttpMethod.Post, $"/admin/v1/products/{id}/unpublish");
        var gone = await Get("/api/v1/products/mug");

        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.Equal(id, (await byId.Json()).GetProperty("id").GetString());
        Assert.Equal(id, (await bySlug.Json()).GetProperty("id").GetString());
        Assert.Equal("\"2\"", bySlug.Headers.ETag?.Tag);
        Assert.True(bySlug.Headers.CacheControl?.Public);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Theory]
    [InlineData(0, "out")]
    [InlineData(9, "low")]
    [InlineData(10, "in_stock")]
    public async Task Availability_is_a_word(int units, string status)
    {
        await _store.PutByKey("mug", Products.Json("mug", "MUG"));
        await _store.Send(
            HttpMethod.Post,
            "/admin/v1/skus/MUG/movements",
            $$"""{"type":"count","to":{{units}},"reason":"here"}""",
            headers => headers.Add("Idempotency-Key", "k")
        );
        await _store.ListsTell();

        var answer = await (await Get("/api/v1/products/mug/availability")).Json();
        var page = await (await Get("/api/v1/products?availability=true")).Json();
        var plain = await (await Get("/api/v1/products")).Json();

        Assert.Equal(status, answer.GetProperty("status").GetString());
        Assert.InRange(
            answer.GetProperty("asOf").GetDateTimeOffset(),
            TimeProvider.System.GetUtcNow().AddSeconds(-5),
            TimeProvider.System.GetUtcNow()
        );
        var told = page.GetProperty("availability").GetProperty("skus");
        Assert.Equal(status, told.GetProperty("MUG").GetString());
        var low = await (await Get($"/admin/v1/skus?status={status}")).Json();
        var all = await (await Get("/admin/v1/skus")).Json();
        Assert.Equal(status is "in_stock" ? "invalid_status" : "MUG", FirstSku(low));
        Assert.Equal("MUG", FirstSku(all));
        Assert.False(plain.TryGetProperty("availability", out _));
    }

    private static string? FirstSku(JsonElement page) =>
        page.TryGetProperty("data", out var rows)
            ? rows[0].GetProperty("sku").GetString()
            : page.GetProperty("code").GetString();

    private Task<HttpResponseMessage> Get(
        string path,
        Action<HttpRequestHeaders>? headers = null
    ) => _store.Send(HttpMethod.Get, path, headers: headers);

    private static Action<HttpRequestHeaders> Match(string tag) =>
        headers => headers.Add("If-Match", tag);

    private static void NoneMatchAny(HttpRequestHeaders headers) =>
        headers.Add("If-None-Match", "*");
}
