using System.Net;

namespace Commerce.Shopping;

[Collection(nameof(OpenShop))]
public sealed class PageEdgeTests(OpenShop shop) : IDisposable
{
    private readonly Visitor _visitor = new(shop.Url);

    public void Dispose() => _visitor.Dispose();

    [Fact]
    public async Task A_page_allows_what_the_shop_serves_and_nothing_else()
    {
        using var page = await _visitor.Get("/");

        Assert.Equal(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
                + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            page.Headers.GetValues("Content-Security-Policy").Single()
        );
        Assert.Equal("no-store, private", page.Headers.CacheControl?.ToString());
        Assert.Equal("same-origin", page.Headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task What_pages_are_made_of_is_kept_for_good()
    {
        var html = await _visitor.Read("/");
        var start = html.IndexOf("/assets/shop.", StringComparison.Ordinal);
        var sheet = html[start..html.IndexOf('"', start)];

        using var asset = await _visitor.Get(sheet);
        using var other = await _visitor.Get("/assets/shop.0123456789ab.css");

        Assert.Equal(TimeSpan.FromDays(365), asset.Headers.CacheControl?.MaxAge);
        Assert.Equal("text/css", asset.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Theory]
    [InlineData("cross-site", null)]
    [InlineData("same-site", null)]
    [InlineData("cross-site", "own")]
    [InlineData(null, "http://elsewhere.example")]
    [InlineData(null, "null")]
    [InlineData(null, null)]
    public async Task A_form_from_elsewhere_is_refused(string? site, string? origin)
    {
        (string, string)[] headers =
        [
            ("Sec-Fetch-Site", site ?? ""),
            ("Origin", origin == "own" ? Own : origin ?? ""),
        ];

        using var refused = await _visitor.Post("/cart/lines", Mug, headers);

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Empty(_visitor.Cookies.GetAllCookies());
    }

    [Fact]
    public async Task A_browser_that_tells_only_the_origin_may_buy()
    {
        using var added = await _visitor.Post("/cart/lines", Mug, ("Origin", Own));

        Assert.Equal("/cart", added.Headers.Location?.ToString());
    }

    [Fact]
    public async Task No_script_reads_the_cookies_and_the_orders_goes_to_its_own_pages()
    {
        var order = await Order();

        var cookies = _visitor.Cookies.GetAllCookies();
        Assert.All(cookies, cookie => Assert.True(cookie.HttpOnly));
        Assert.Equal(order, cookies["order"]?.Path);
        Assert.DoesNotContain("token", order, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_order_shows_itself_to_nobody_else()
    {
        var order = await Order();
        using var stranger = new Visitor(shop.Url);
        stranger.Cookies.Add(shop.Url, new Cookie("order", "guessed"));

        using var shown = await _visitor.Get(order);
        using var hidden = await stranger.Get(order);
        using var cancelled = await stranger.Post($"{order}/cancel", ("key", "mine"));

        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        Assert.DoesNotContain("Ada", await Visitor.Html(hidden), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, cancelled.StatusCode);
    }

    [Fact]
    public async Task Forms_that_are_sent_twice_at_once_are_one_order()
    {
        await shop.Sell("AT-ONCE", 9);
        using var added = await _visitor.Post(
            "/cart/lines",
            ("slug", "product-at-once"),
            ("sku", "AT-ONCE"),
            ("quantity", "1")
        );
        var checkout = await _visitor.Read("/checkout", German);
        var fields = Answers(checkout);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => _visitor.Post("/checkout", fields))
        );

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode));
        Assert.Single(answers.Select(answer => answer.Headers.Location).Distinct());
        Assert.Equal(1, await shop.CountOrders(Visitor.Hidden(checkout, "cart")));
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_adds_once()
    {
        await _visitor.Post("/cart/lines", Mug);
        await _visitor.Post("/cart/lines", Mug);

        Assert.Contains("<b>1<span", await _visitor.Read("/"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de-AT,en;q=0.5", "<span lang=\"de\">Leinenhemd</span>")]
    [InlineData("fr,en;q=0.5,de;q=0.8", "<span lang=\"de\">Leinenhemd</span>")]
    [InlineData("fr", "<h1>Linen shirt</h1>")]
    [InlineData("de;q=0, en", "<h1>Linen shirt</h1>")]
    [InlineData("%%%", "<h1>Linen shirt</h1>")]
    public async Task A_product_speaks_the_shoppers_language(string accepted, string shown) =>
        Assert.Contains(
            shown,
            await _visitor.Read("/product/linen-shirt", ("Accept-Language", accepted)),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("/nonsense", HttpStatusCode.NotFound)]
    [InlineData("/product/none", HttpStatusCode.NotFound)]
    [InlineData("/category/none", HttpStatusCode.NotFound)]
    [InlineData("/?cursor=made-up", HttpStatusCode.BadRequest)]
    [InlineData("/order/ord_eu1_none", HttpStatusCode.NotFound)]
    [InlineData("/cart/lines", HttpStatusCode.MethodNotAllowed)]
    public async Task People_are_told_on_a_page(string path, HttpStatusCode status)
    {
        using var page = await _visitor.Get(path);

        Assert.Equal(status, page.StatusCode);
        Assert.Contains("To the shop", await Visitor.Html(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/nonsense", "text/html")]
    [InlineData("/nonsense", "*/*")]
    public async Task Programs_are_told_in_a_problem(string path, string accepted)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(shop.Url, path));
        request.Headers.Add("Accept", accepted);

        using var problem = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("application/problem+json", problem.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("kett", "Copper kettle", "1 found")]
    [InlineData("FULL", "Fountain pen", "1 found")]
    [InlineData("füllfeder", "Fountain pen", "1 found")]
    [InlineData("mug enam", "Enamel mug", "1 found")]
    [InlineData("ettle", "No product", "does not read descriptions")]
    [InlineData("mug kettle", "No product", "does not read descriptions")]
    public async Task Names_are_found_by_how_their_words_begin(string query, params string[] shown)
    {
        var html = await _visitor.Read($"/search?q={Uri.EscapeDataString(query)}");

        Assert.All(shown, text => Assert.Contains(text, html, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_merchant_or_a_shopper_writes_stays_text()
    {
        const string Script = "<script>alert(1)</script>";
        var put = await shop.Operator.Send(
            HttpMethod.Put,
            "/admin/v1/products/key=evil",
            new
            {
                slug = "evil",
                name = new { en = Script },
                description = new { en = Script },
                published = true,
                variants = new[]
                {
                    new { sku = "EVIL", prices = new[] { new { amount = 1, currency = "EUR" } } },
                },
            }
        );
        put.Expect(200, 201);

        Assert.DoesNotContain(
            Script,
            await _visitor.Read("/product/evil"),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            Script,
            await _visitor.Read($"/search?q={Uri.EscapeDataString(Script)}"),
            StringComparison.Ordinal
        );
    }

    private string Own => shop.Url.GetLeftPart(UriPartial.Authority);

    private static (string, string) German => ("Accept-Language", "de-DE");

    private static (string, string)[] Mug =>
        [("slug", "enamel-mug"), ("sku", "MUG-WHITE"), ("quantity", "1"), ("key", "the-form's")];

    private static (string, string)[] Answers(string checkout) =>
        [
            ("cart", Visitor.Hidden(checkout, "cart")),
            ("key", Visitor.Hidden(checkout, "key")),
            ("version", Visitor.Hidden(checkout, "version")),
            ("quoted", Visitor.Hidden(checkout, "quoted")),
            ("email", "ada@example.org"),
            ("name", "Ada"),
            ("line1", "Main St 1"),
            ("postalCode", "10115"),
            ("city", "Berlin"),
            ("country", "DE"),
            ("token", "tok_ok"),
        ];

    /// <summary>Buys a mug; the address of the order's page.</summary>
    private async Task<string> Order()
    {
        using var added = await _visitor.Post("/cart/lines", Mug);
        using var paid = await _visitor.Post(
            "/checkout",
            Answers(await _visitor.Read("/checkout", German))
        );
        return paid.Headers.Location!.ToString();
    }
}
