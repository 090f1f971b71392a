using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Commerce.Http;

/// <summary>Who sends too much is told how much there is, and when to come back.</summary>
public sealed class RateLimitTests
{
    private static readonly string[] Counted =
    [
        "--RateLimits:Exempt=",
        "--RateLimits:cart:Requests=3",
        "--RateLimits:cart:Seconds=600",
        "--RateLimits:operators:Requests=2",
        "--RateLimits:operators:Seconds=600",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_left_is_told_until_nothing_is_and_other_classes_go_on()
    {
        await using var store = await Start(Counted);

        for (var left = 2; left >= 0; left--)
        {
            using var opened = await OpenCart(store);
            Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
            Assert.Equal("\"cart\";q=3;w=600", Header(opened, "RateLimit-Policy"));
            Assert.StartsWith(
                $"\"cart\";r={left};t=",
                Header(opened, "RateLimit"),
                StringComparison.Ordinal
            );
        }

        using var refused = await OpenCart(store);
        using var browsed = await store.Http.GetAsync("/api/v1/products", Cancellation);
        using var probed = await store.Http.GetAsync("/livez", Cancellation);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("rate_limited", await Catalog.Answers.Code(refused));
        // A third of the window, less what has passed, and some seconds at random.
        Assert.InRange(RetryAfter(refused), 150, 203);
        Assert.Equal(HttpStatusCode.OK, browsed.StatusCode);
        Assert.False(probed.Headers.Contains("RateLimit"));
    }

    [Fact]
    public async Task Whoever_guesses_keys_uses_up_no_operators_requests()
    {
        await using var store = await Start(Counted);

        for (var guess = 0; guess < 2; guess++)
        {
            using var refused = await store.Http.GetAsync("/admin/v1/orders", Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using var over = await store.Http.GetAsync("/admin/v1/orders", Cancellation);
        using var operated = await store.Operate(HttpMethod.Get, "/admin/v1/orders");

        Assert.Equal(HttpStatusCode.TooManyRequests, over.StatusCode);
        Assert.Equal(HttpStatusCode.OK, operated.StatusCode);
    }

    [Fact]
    public async Task This_machine_is_exempt_unless_told_otherwise()
    {
        await using var store = await Start("--RateLimits:browse:Requests=1");

        for (var i = 0; i < 3; i++)
        {
            using var browsed = await store.Http.GetAsync("/api/v1/products", Cancellation);
            Assert.Equal(HttpStatusCode.OK, browsed.StatusCode);
            Assert.False(browsed.Headers.Contains("RateLimit"));
        }
    }

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.1", "203.0.113.2", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", "203.0.113.1", "203.0.113.1", HttpStatusCode.TooManyRequests)]
    [InlineData("127.0.0.1", "2001:db8::1", "2001:db8::2", HttpStatusCode.TooManyRequests)]
    [InlineData("127.0.0.1", "2001:db8:0:1::1", "2001:db8:0:2::1", HttpStatusCode.OK)]
    [InlineData("", "203.0.113.1", "203.0.113.2", HttpStatusCode.TooManyRequests)]
    public async Task Clients_behind_a_named_proxy_are_counted_each(
        string proxies,
        string first,
        string second,
        HttpStatusCode answer
    )
    {
        await using var store = await Start(
            "--RateLimits:Exempt=",
            "--RateLimits:browse:Requests=1",
            "--RateLimits:browse:Seconds=600",
            $"--Proxies={proxies}"
        );
        using var one = await Browse(store, first);
        using var other = await Browse(store, second);

        Assert.Equal(HttpStatusCode.OK, one.StatusCode);
        Assert.Equal(answer, other.StatusCode);
    }

    [Theory]
    [InlineData("--RateLimits:Exempt=everybody", "RateLimits:Exempt")]
    [InlineData("--RateLimits:cart:Requests=0", "RateLimits:cart:Requests")]
    [InlineData("--RequestSeconds=soon", "RequestSeconds")]
    [InlineData("--Connections=-1", "Connections")]
    public void A_setting_that_cannot_be_meant_is_named(string setting, string name)
    {
        using var folder = new TemporaryFolder();
        var builder = WebApplication.CreateBuilder([setting]);

        var refused = Assert.Throws<SettingException>(() => builder.AddEdge(folder.Path));

        Assert.StartsWith(name, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<EdgeStore> Start(params string[] settings)
    {
        var store = new EdgeStore(settings);
        await store.InitializeAsync();
        return store;
    }

    private static Task<HttpResponseMessage> OpenCart(EdgeStore store) =>
        store.Http.PostAsync("/api/v1/carts", content: null, Cancellation);

    private static Task<HttpResponseMessage> Browse(EdgeStore store, string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/products");
        request.Headers.Add("X-Forwarded-For", address);
        return store.Http.SendAsync(request, Cancellation);
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.GetValues(name).Single();

    private static int RetryAfter(HttpResponseMessage answer) =>
        int.Parse(Header(answer, "Retry-After"), CultureInfo.InvariantCulture);
}
