using System.Globalization;
using System.Net;
using System.Text.Json;
using Commerce.Http;

namespace Commerce.Catalog;

/// <summary>What changes of a product at moments at which nobody writes anything.</summary>
public sealed class DatedProductTests : IAsyncLifetime
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
    public async Task A_dated_price_is_told_sold_and_listed_while_it_holds()
    {
        await Put("mug", $$"""{"amount":700,"currency":"EUR","validFrom":"{{Text(-1)}}"}""");
        await Put("cup", $$"""{"amount":700,"currency":"EUR","validFrom":"{{Text(+1)}}"}""");
        await _store.ListsTell();

        var (mug, cup) = (await Get("mug"), await Get("cup"));
        var later = await Get($"cup?at={Text(2)}");
        var list = (await Json("/api/v1/products")).GetProperty("data");

        Assert.Equal((700, 1_000, 700), (PriceOf(mug), PriceOf(cup), PriceOf(later)));
        Assert.Equal([1_000, 700], list.EnumerateArray().Select(PriceOf)); // The newest first.
        Assert.Equal((700, 1_000), (await CartPrice("MUG"), await CartPrice("CUP")));
    }

    [Fact]
    public async Task A_reduced_price_tells_what_it_was_before()
    {
        await Put("mug");
        await Put("mug", """{"amount":700,"currency":"EUR","validTo":"2100-01-01T00:00:00Z"}""");

        var price = Prices(await Get("mug"))[0];

        Assert.Equal(700, price.GetProperty("amount").GetInt64());
        Assert.Equal("2100-01-01T00:00:00.000Z", price.GetProperty("validTo").GetString());
        Assert.Equal(1_000, price.GetProperty("priceHistory").GetProperty("lowest30d").GetInt64());
    }

    [Fact]
    public async Task A_product_is_seen_only_in_its_time_and_its_tag_tells()
    {
        await Put("mug", visibility: $$""" "visibleFrom":"{{Text(+1)}}", """);
        await _store.ListsTell();

        using var now = await _store.Send(HttpMethod.Get, "/api/v1/products/mug");
        using var then = await _store.Send(HttpMethod.Get, $"/api/v1/products/mug?at={Text(2)}");
        var list = (await Json("/api/v1/products")).GetProperty("data");
        await Put("mug", visibility: $$""" "visibleFrom":"{{Text(-1)}}", """);
        await _store.ListsTell();
        var shown = (await Json("/api/v1/products")).GetProperty("data");

        Assert.Equal(HttpStatusCode.NotFound, now.StatusCode);
        Assert.Equal("\"1.1\"", then.Headers.ETag?.Tag);
        Assert.Equal((0, 1), (list.GetArrayLength(), shown.GetArrayLength()));
    }

    [Theory]
    [InlineData(
        """
            {"amount":1,"currency":"EUR",
             "validFrom":"2030-01-02T00:00:00Z","validTo":"2030-01-02T00:00:00Z"}
            """,
        "/variants/0/prices/1/validTo"
    )]
    [InlineData("""{"amount":1,"currency":"EUR"}""", "/variants/0/prices/1/currency")]
    [InlineData(
        """
            {"amount":1,"currency":"EUR","validTo":"2030-01-02T00:00:00Z"},
            {"amount":2,"currency":"EUR","validFrom":"2030-01-01T00:00:00Z"}
            """,
        "/variants/0/prices/2"
    )]
    public async Task Prices_that_contradict_each_other_are_refused(string more, string pointer)
    {
        var refused = await _store.PutByKey("mug", Document("mug", more));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var errors = (await refused.Json()).GetProperty("errors");
        Assert.Equal(pointer, errors[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task An_earlier_name_leads_to_the_one_of_now_until_somebody_takes_it()
    {
        await Put("mug");
        await _store.PutByKey("mug", Document("cup"));
        using var moved = await _store.Send(HttpMethod.Get, "/api/v1/products/mug?at=2030-01-01");

        await _store.PutByKey("other", Document("mug").Replace("MUG", "OTHER"));
        using var taken = await _store.Send(HttpMethod.Get, "/api/v1/products/mug");

        // The client has followed.
        var followed = moved.RequestMessage?.RequestUri?.PathAndQuery;
        Assert.Equal("/api/v1/products/cup?at=2030-01-01", followed);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal("other", (await taken.Json()).GetProperty("key").GetString());
    }

    [Theory]
    [InlineData("de-CH, en;q=0.5", "de", "Becher")]
    [InlineData("fr, en-GB;q=0.5", "en", "Mug")]
    [InlineData("de;q=0, en", "en", "Mug")]
    [InlineData("fr", null, null)]
    public async Task A_language_that_is_asked_for_is_answered_in(
        string wanted,
        string? language,
        string? name
    )
    {
        await Put("mug");

        using var answer = await _store.Send(
            HttpMethod.Get,
            "/api/v1/products/mug",
            headers: headers => headers.Add("Accept-Language", wanted)
        );
        var body = await answer.Json();

        Assert.Equal(language, answer.Content.Headers.ContentLanguage.SingleOrDefault());
        Assert.Contains("Accept-Language", answer.Headers.Vary);
        Assert.Equal(language is null ? "\"1\"" : $"\"1-{language}\"", answer.Headers.ETag?.Tag);
        Assert.Equal(
            name,
            body.TryGetProperty("localized", out var texts)
                ? texts.GetProperty("name").GetString()
                : null
        );
    }

    private static string Text(int hours) =>
        UtcMilliseconds.Text(TimeProvider.System.GetUtcNow().AddHours(hours));

    private static string Document(string slug, string? price = null, string visibility = "") =>
        $$"""
            {"slug":"{{slug}}","name":{"de":"Becher","en":"Mug"},"published":true,{{visibility}}
             "variants":[{"sku":"{{slug.ToUpper(CultureInfo.InvariantCulture)}}","prices":[
             {"amount":1000,"currency":"EUR"}{{(price is null ? "" : "," + price)}}]}]}
            """;

    private async Task Put(string slug, string? price = null, string visibility = "")
    {
        using var done = await _store.PutByKey(slug, Document(slug, price, visibility));
        done.EnsureSuccessStatusCode();
    }

    private Task<JsonElement> Get(string named) => Json($"/api/v1/products/{named}");

    private async Task<JsonElement> Json(string path)
    {
        using var answer = await _store.Send(HttpMethod.Get, path);
        answer.EnsureSuccessStatusCode();
        return await answer.Json();
    }

    private static JsonElement Prices(JsonElement product) =>
        product.GetProperty("variants")[0].GetProperty("prices");

    private static long PriceOf(JsonElement product) =>
        Prices(product).EnumerateArray().Single().GetProperty("amount").GetInt64();

    private async Task<long> CartPrice(string sku)
    {
        await _store.Send(
            HttpMethod.Post,
            $"/admin/v1/skus/{sku}/movements",
            """{"type":"count","to":5,"reason":"here"}""",
            headers => headers.Add("Idempotency-Key", "k")
        );
        using var cart = await _store.Send(HttpMethod.Post, "/api/v1/carts", "{}");
        using var line = await _store.Send(
            HttpMethod.Post,
            $"{cart.Headers.Location}/lines",
            $$"""{"sku":"{{sku}}","quantity":1}"""
        );
        return (await line.Json())
            .GetProperty("lines")[0]
            .GetProperty("unitPrice")
            .GetProperty("amount")
            .GetInt64();
    }
}
