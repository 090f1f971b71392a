using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Commerce.Http;

namespace Commerce.Carts;

/// <summary>What an order costs to send is told by its cart, and is what is charged.</summary>
public sealed class CartShippingTests(EdgeStore store) : IClassFixture<EdgeStore>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("DE", "standard", 490, 0, 717, 4_488)]
    [InlineData("DE", "express", 990, 0, 796, 4_988)]
    [InlineData("CA", "express", 4_990, 449, 0, 9_437)]
    [InlineData("US", "standard", 2_490, 0, 0, 6_488)]
    public async Task What_is_told_before_paying_is_charged(
        string country,
        string method,
        long shipping,
        long tax,
        long included,
        long total
    )
    {
        var cart = await Fill($"TOLD-{country}-{method}");

        var options = await Get($"{cart}/shipping-options?country={country}");
        var option = options["data"]!.AsArray().Single(each => Text(each!, "id") == method)!;
        var chosen = await Body(await Choose(cart, new { method, country }));
        var order = await Body(await Checkout(cart, country));

        long[] amounts = [3_998, 0, shipping, tax, included, total];
        Assert.Equal(amounts, Totals(option));
        Assert.Equal(shipping, Amount(option, "price"));
        Assert.Equal(amounts, Totals(chosen));
        Assert.Equal(amounts, Totals(await Get(cart)));
        Assert.Equal(amounts, Totals(order));
        Assert.Equal(total, Amount(order["payments"]![0]!, "authorized"));
    }

    [Fact]
    public async Task Without_a_choice_the_option_that_is_taken_is_charged()
    {
        var cart = await Fill("UNTOLD");

        var options = await Get($"{cart}/shipping-options?country=FR");
        var taken = options["data"]!.AsArray().Single(each => each!["taken"]!.GetValue<bool>())!;
        var order = await Body(await Checkout(cart, "FR"));

        Assert.Equal("standard", Text(taken, "id"));
        Assert.Equal(Totals(taken), Totals(order));
    }

    [Fact]
    public async Task What_was_told_of_one_country_is_not_charged_in_another()
    {
        var cart = await Fill("ELSEWHERE");
        await Choose(cart, new { method = "express", country = "DE" });
        var (_, before) = await store.News(after: 0);

        using var refused = await Checkout(cart, "FR");

        await Refused(refused, 409, "shipping_country_differs", "/shippingAddress/country");
        Assert.Empty((await store.News(before)).Kinds);
        var options = await Get($"{cart}/shipping-options?country=FR");
        Assert.DoesNotContain(options["data"]!.AsArray(), each => each!["taken"]!.GetValue<bool>());

        await Choose(cart, new { method = "express", country = "FR" });
        Assert.Equal(3_998 + 1_990, Totals(await Body(await Checkout(cart, "FR")))[^1]);
    }

    [Theory]
    [InlineData("EUR", "pigeon", "DE", 422, "shipping_method_unavailable", "/method")]
    [InlineData("EUR", "standard", null, 422, "country_missing", "/country")]
    [InlineData("SEK", "standard", "DE", 409, "not_shippable", null)]
    [InlineData("EUR", "Standard", "DE", 400, "malformed_request", "/method")]
    [InlineData("EUR", "standard", "ZZ", 400, "malformed_request", "/country")]
    public async Task What_cannot_be_chosen_is_refused_and_changes_nothing(
        string currency,
        string method,
        string? country,
        int status,
        string code,
        string? pointer
    )
    {
        var cart = await Open(currency);
        var (_, before) = await store.News(after: 0);

        object choice = country is null ? new { method } : new { method, country };
        using var refused = await Choose(cart, choice);

        await Refused(refused, status, code, pointer);
        Assert.Empty((await store.News(before)).Kinds);
    }

    [Fact]
    public async Task The_same_choice_again_changes_nothing_and_a_stale_one_is_refused()
    {
        var cart = await Fill("AGAIN");
        using var first = await Choose(cart, new { method = "express", country = "DE" });
        using var again = await Choose(cart, new { method = "express" });
        using var stale = await Choose(cart, new { method = "standard" }, "\"1\"");

        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        await Refused(stale, 412, "precondition_failed", pointer: null);
        Assert.Equal("express", Text((await Get(cart))["shipping"]!, "method"));
    }

    [Fact]
    public async Task Nothing_is_sent_of_an_empty_cart_or_to_no_country()
    {
        var cart = await Open("EUR");
        using var nowhere = await store.Http.GetAsync($"{cart}/shipping-options", Stop);

        await Refused(nowhere, 422, "country_missing", "/country");
        Assert.Empty((await Get($"{cart}/shipping-options?country=DE"))["data"]!.AsArray());
        Assert.Equal(0, Totals(await Body(await Choose(cart, StandardToGermany)))[^1]);
    }

    private static object StandardToGermany => new { method = "standard", country = "DE" };

    private async Task<string> Open(string currency)
    {
        using var opened = await store.Http.PostAsJsonAsync(
            "/api/v1/carts",
            new { currency },
            Stop
        );
        return opened.Headers.Location!.ToString();
    }

    /// <summary>A cart with two units of a SKU.</summary>
    private async Task<string> Fill(string sku)
    {
        await store.Stock(sku);
        var cart = await Open("EUR");
        using var added = await store.Http.PostAsJsonAsync(
            $"{cart}/lines",
            new { sku, quantity = 2 },
            Stop
        );
        added.EnsureSuccessStatusCode();
        return cart;
    }

    private Task<HttpResponseMessage> Choose(string cart, object choice, string? match = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, $"{cart}/shipping-method")
        {
            Content = JsonContent.Create(choice),
        };
        if (match is not null)
            request.Headers.Add("If-Match", match);

        return store.Http.SendAsync(request, Stop);
    }

    private Task<HttpResponseMessage> Checkout(string cart, string country)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{cart}/checkout")
        {
            Content = JsonContent.Create(
                new
                {
                    email = "shopper@example.com",
                    shippingAddress = new
                    {
                        name = "A Shopper",
                        line1 = "1 High Street",
                        city = "Town",
                        postalCode = "10115",
                        country,
                    },
                    paymentMethod = new { token = "tok_ok" },
                }
            ),
        };
        request.Headers.Add("Idempotency-Key", $"to {country}");
        request.Headers.Add("Prefer", "wait=10");
        return store.Http.SendAsync(request, Stop);
    }

    private async Task<JsonNode> Get(string path) =>
        await Body(await store.Http.GetAsync(path, Stop));

    private static async Task<JsonNode> Body(HttpResponseMessage answer)
    {
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
    }

    private static async Task Refused(
        HttpResponseMessage answer,
        int status,
        string code,
        string? pointer
    )
    {
        var problem = (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!;
        Assert.Equal((status, code), ((int)answer.StatusCode, Text(problem, "code")));
        Assert.Equal(pointer, problem["errors"]?[0]?["pointer"]?.GetValue<string>());
    }

    private static string Text(JsonNode node, string member) => node[member]!.GetValue<string>();

    private static long Amount(JsonNode node, string member) =>
        node[member]!["amount"]!.GetValue<long>();

    private static long[] Totals(JsonNode node) =>
        [.. Parts.Select(part => Amount(node["totals"]!, part))];

    private static readonly string[] Parts =
    [
        "subtotal",
        "discount",
        "shipping",
        "tax",
        "taxIncluded",
        "total",
    ];
}
