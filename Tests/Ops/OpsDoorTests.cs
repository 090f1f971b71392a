using System.Net;
using Commerce.Catalog;

namespace Commerce.Ops;

/// <summary>Who comes in to the operators' pages, and what their forms may do.</summary>
public sealed class OpsDoorTests(SharedOps shared) : IClassFixture<SharedOps>, IDisposable
{
    private const string Key = Stores.Shop.OperatorKey;
    private const string Freeze = "/ops/stock/TEA/freeze";

    private readonly OpsServer _store = shared.Store;
    private readonly OpsVisitor _visitor = shared.Store.Visitor();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _visitor.Dispose();

    [Fact]
    public async Task Strangers_are_sent_to_sign_in()
    {
        foreach (
            var path in (string[])
                [
                    "/ops",
                    "/ops/orders?status=confirmed",
                    "/OPS/stock",
                    "/ops/nothing",
                    "/dashboard",
                    "/dashboard/DashboardCounters",
                ]
        )
        {
            using var answer = await _visitor.Get(path);

            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.Equal(
                $"/ops/sign-in?back={Uri.EscapeDataString(path)}",
                answer.Headers.Location?.OriginalString
            );
        }
    }

    [Fact]
    public async Task The_key_opens_the_pages_and_not_the_api()
    {
        using var signedIn = await _visitor.SignIn(Key);
        using var page = await _visitor.Get("/ops/orders");
        using var dashboard = await _visitor.Get("/dashboard/");
        using var api = await _visitor.Get("/admin/v1/orders");
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single();

        Assert.Equal("/ops/orders", signedIn.Headers.Location?.OriginalString);
        Assert.Contains("samesite=strict; httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("max-age=43200", cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(HttpStatusCode.OK, dashboard.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
    }

    [Fact]
    public async Task Signing_in_leads_nowhere_else()
    {
        foreach (
            var back in (string[])
                ["https://elsewhere.example/", "//elsewhere.example/", "/opsy", ""]
        )
        {
            using var signedIn = await _visitor.SignIn(Key, back);

            Assert.Equal("/ops", signedIn.Headers.Location?.OriginalString);
        }
    }

    [Fact]
    public async Task A_session_that_somebody_made_longer_is_none()
    {
        using var signedIn = await _visitor.SignIn(Key);
        var session = _visitor.Cookies.GetCookies(_store.Url)["commerce_operator"]!;
        session.Value = "9" + session.Value;
        using var answer = await _visitor.Get("/ops/orders");

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Fact]
    public async Task Signing_out_closes_the_door()
    {
        using var signedIn = await _visitor.SignIn(Key);
        using var signedOut = await _visitor.Send(
            "/ops/sign-out",
            ("token", await _visitor.Token("/ops/orders"))
        );
        using var answer = await _visitor.Get("/ops/orders");

        Assert.Equal("/ops/sign-in", signedOut.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Fact]
    public async Task A_form_that_is_not_ours_changes_nothing()
    {
        using var signedIn = await _visitor.SignIn(Key);
        using var other = _store.Visitor();
        var before = await _store.EventCount();
        var token = await _visitor.Token("/ops/stock/TEA");
        var theirs = await other.Token("/ops/sign-in");

        using var none = await _visitor.Send(Freeze, ("frozen", "true"));
        using var another = await _visitor.Send(Freeze, ("frozen", "true"), ("token", theirs));
        using var foreign = await _visitor.Send(
            Freeze,
            "https://elsewhere.example",
            ("frozen", "true"),
            ("token", token)
        );

        Assert.All(
            [none, another, foreign],
            each => Assert.Equal(HttpStatusCode.BadRequest, each.StatusCode)
        );
        Assert.Equal(before, await _store.EventCount());
    }

    [Theory]
    [InlineData("4111 1111 1111 1111", "card_data_not_accepted")]
    [InlineData("a\u0000b", "text_out_of_range")]
    public async Task What_no_text_may_say_no_form_may_say(string reason, string code)
    {
        using var signedIn = await _visitor.SignIn(Key);
        using var answer = await _visitor.Send(
            Freeze,
            ("frozen", "true"),
            ("reason", reason),
            ("token", await _visitor.Token("/ops/stock/TEA"))
        );
        using var stock = await _store.Api.GetAsync("/admin/v1/skus/TEA/stock", Stop);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(
            code,
            await answer.Content.ReadAsStringAsync(Stop),
            StringComparison.Ordinal
        );
        Assert.False((await stock.Json()).GetProperty("frozen").GetBoolean());
    }

    [Fact]
    public async Task Every_page_is_small_and_asks_nobody_else()
    {
        foreach (
            var page in (string[])
                [
                    "orders",
                    "stock",
                    "stock/TEA",
                    "processes",
                    "integrity",
                    "events",
                    "dead-letters",
                    "audit",
                ]
        )
        {
            using var signedIn = await _visitor.SignIn(Key);
            using var answer = await _visitor.Get($"/ops/{page}");
            var html = await answer.Content.ReadAsStringAsync(Stop);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.InRange(html.Length, 1, 100 * 1024);
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("src=\"http", html, StringComparison.OrdinalIgnoreCase);
            Assert.StartsWith(
                "default-src 'none'; style-src 'self';",
                policy,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task What_is_not_there_is_said_on_a_page()
    {
        using var signedIn = await _visitor.SignIn(Key);
        using var answer = await _visitor.Get("/ops/orders/ord_none");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
    }
}
