using System.Net;
using System.Text.Json.Nodes;
using Commerce.Catalog;
using Commerce.Http;

namespace Commerce.Accounts;

/// <summary>Who is believed to be whom, at any route.</summary>
public sealed class AccountTokenTests : IAsyncLifetime
{
    private static readonly string[] Counted =
    [
        "--RateLimits:Exempt=",
        "--Proxies=127.0.0.1",
        "--RateLimits:cart:Requests=2",
        "--RateLimits:cart:Seconds=600",
    ];

    private const string Challenge = "Bearer error=\"invalid_token\"";

    private readonly Issuer _issuer = new();
    private readonly EdgeStore _store;

    public AccountTokenTests() => _store = new([.. _issuer.Settings, .. Counted]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _store.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _issuer.Dispose();
    }

    [Fact]
    public async Task A_token_that_is_not_believed_is_refused_on_every_route()
    {
        string[] routes =
        [
            "/api/v1/products",
            "/api/v1/search?q=lamp",
            "/api/v1/sales/sal_eu1_1/tickets/tkt_1",
            "/api/v1/nothing",
            "/admin/v1/orders",
            "/livez",
        ];
        var believed = new List<string>();
        foreach (var (what, said) in Unbelievable())
        {
            foreach (var route in routes)
            {
                using var answer = await Ask(HttpMethod.Get, route, said);
                if (answer.StatusCode is not HttpStatusCode.Unauthorized)
                    believed.Add($"{what}: {route} is {answer.StatusCode}");
                else if (await Answers.Code(answer) is not "unauthorized" and var code)
                    believed.Add($"{what}: {route} is {code}");
                else
                    Assert.Equal(Challenge, answer.Headers.WwwAuthenticate.ToString());
            }

            using var page = await Ask(HttpMethod.Get, "/", said);
            if (page.StatusCode is not HttpStatusCode.Unauthorized)
                believed.Add($"{what}: a page is {page.StatusCode}");
        }

        Assert.True(believed.Count == 0, string.Join('\n', believed));
    }

    [Fact]
    public async Task Whoever_guesses_tokens_uses_up_what_their_address_may_send()
    {
        Assert.Equal(401, await Open("Bearer nobody", "203.0.113.9"));
        Assert.Equal(401, await Open("Bearer nobody", "203.0.113.9"));
        Assert.Equal(429, await Open("Bearer nobody", "203.0.113.9"));
    }

    [Fact]
    public async Task A_token_that_is_believed_says_whose_requests_are_counted()
    {
        foreach (var (what, token) in Believable())
        {
            using var answer = await Ask(HttpMethod.Get, "/api/v1/products", $"Bearer {token}");

            Assert.True(answer.StatusCode is HttpStatusCode.OK, what);
            Assert.Equal(
                ["\"browse\";q=3000;w=60", "\"browse-account\";q=3000;w=60"],
                answer.Headers.GetValues("RateLimit-Policy")
            );
        }
    }

    [Fact]
    public async Task An_account_has_one_budget_wherever_it_is_and_an_address_its_own()
    {
        var (one, other) = (Bearer(Issuer.NewAccount()), Bearer(Issuer.NewAccount()));

        Assert.Equal(201, await Open(one, "203.0.113.1"));
        Assert.Equal(201, await Open(one, "203.0.113.2"));
        Assert.Equal(429, await Open(one, "203.0.113.3"));
        Assert.Equal(201, await Open(other, "203.0.113.3"));
        Assert.Equal(429, await Open(said: null, "203.0.113.3"));
        Assert.Equal(201, await Open(said: null, "203.0.113.4"));
        Assert.Equal(201, await Open(said: "Basic Z3Vlc3Q6Z3Vlc3Q=", "203.0.113.4"));
    }

    [Fact]
    public async Task An_account_is_no_operator_and_an_operator_no_account()
    {
        using var admin = await Ask(HttpMethod.Get, "/admin/v1/orders", Bearer("cus_eu1_1"));
        using var account = await Ask(
            HttpMethod.Get,
            "/admin/v1/orders",
            Bearer(Issuer.NewAccount())
        );
        using var operated = await _store.Operate(HttpMethod.Get, "/admin/v1/orders");
        using var browsed = await _store.Operate(HttpMethod.Get, "/api/v1/products");

        Assert.Equal(HttpStatusCode.Unauthorized, admin.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, account.StatusCode);
        Assert.Equal(HttpStatusCode.OK, operated.StatusCode);
        Assert.Equal(["\"browse\";q=3000;w=60"], browsed.Headers.GetValues("RateLimit-Policy"));
    }

    [Fact]
    public async Task Without_an_issuer_nobody_is_believed()
    {
        await using var store = new EdgeStore();
        await store.InitializeAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/products");
        request.Headers.TryAddWithoutValidation("Authorization", Bearer(Issuer.NewAccount()));
        using var signedIn = await store.Http.SendAsync(request, Cancellation);
        using var guest = await store.Http.GetAsync("/api/v1/products", Cancellation);
        using var operated = await store.Operate(HttpMethod.Get, "/api/v1/products");

        Assert.Equal(HttpStatusCode.Unauthorized, signedIn.StatusCode);
        Assert.Equal(HttpStatusCode.OK, guest.StatusCode);
        Assert.Equal(HttpStatusCode.OK, operated.StatusCode);
    }

    private (string What, string Said)[] Unbelievable()
    {
        using var other = new Issuer();
        var account = Issuer.NewAccount();
        var good = _issuer.Sign(account);
        var parts = good.Split('.');
        var theirs = _issuer.Sign(Issuer.NewAccount()).Split('.')[1];
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        (string, string)[] tokens =
        [
            ("forged", other.Sign(account)),
            ("forged by RSA", other.Sign(account, "RS256")),
            ("another's claims", $"{parts[0]}.{theirs}.{parts[2]}"),
            ("no signature", $"{parts[0]}.{parts[1]}."),
            ("none", _issuer.Sign(account, "none")),
            ("None", _issuer.Sign(account, "None")),
            ("HS256", _issuer.Sign(account, "HS256")),
            ("PS256", _issuer.Sign(account, "PS256")),
            ("says another algorithm", Header("alg", "RS256")),
            ("typ JWT", Header("typ", "JWT")),
            ("no typ", Header("typ", null)),
            ("expired", Claim("exp", now - 3)),
            ("no exp", Claim("exp", null)),
            ("not yet", Claim("nbf", now + 60)),
            ("wrong iss", Claim("iss", Issuer.Name + "/")),
            ("no iss", Claim("iss", null)),
            ("wrong aud", Claim("aud", "https://other.example.com")),
            ("no aud", Claim("aud", null)),
            ("no sub", Claim("sub", null)),
            ("a cart's sub", _issuer.Sign("crt_eu1_01J00000000000000000000000")),
            ("a short sub", _issuer.Sign("cus_eu1_1")),
            ("a sub of two lines", _issuer.Sign(account + "\n")),
            ("no token", "nobody"),
            ("two tokens", $"{good},Bearer {good}"),
        ];
        return
        [
            .. tokens.Select(each => (each.Item1, $"Bearer {each.Item2}")),
            ("a scheme alone", "Bearer"),
            ("a tab", $"Bearer\t{good}"),
            ("in small letters", "bearer nobody"),
        ];

        string Header(string name, JsonNode? value) =>
            _issuer.Sign(account, alter: (header, _) => Set(header, name, value));

        string Claim(string name, JsonNode? value) =>
            _issuer.Sign(account, alter: (_, claims) => Set(claims, name, value));
    }

    private (string What, string Token)[] Believable()
    {
        var account = Issuer.NewAccount();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return
        [
            ("ES256", _issuer.Sign(account)),
            ("RS256", _issuer.Sign(account, "RS256")),
            ("no kid", _issuer.Sign(account, alter: (header, _) => Set(header, "kid", null))),
            (
                "the type in full",
                _issuer.Sign(
                    account,
                    alter: (header, _) => Set(header, "typ", "application/at+jwt")
                )
            ),
            (
                "for several",
                _issuer.Sign(
                    account,
                    alter: (_, claims) =>
                        Set(claims, "aud", new JsonArray("https://a.example", Issuer.Audience))
                )
            ),
            (
                "by a clock that is a second fast",
                _issuer.Sign(account, alter: (_, claims) => Set(claims, "nbf", now + 1))
            ),
        ];
    }

    private static void Set(JsonObject json, string name, JsonNode? value)
    {
        json.Remove(name);
        if (value is not null)
            json[name] = value;
    }

    private async Task<int> Open(string? said, string from)
    {
        using var opened = await Ask(HttpMethod.Post, "/api/v1/carts", said, from);
        return (int)opened.StatusCode;
    }

    private string Bearer(string account) => $"Bearer {_issuer.Sign(account)}";

    private Task<HttpResponseMessage> Ask(
        HttpMethod method,
        string path,
        string? said,
        string from = "203.0.113.250"
    )
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-Forwarded-For", from);
        if (said is not null)
            request.Headers.TryAddWithoutValidation("Authorization", said);
        return _store.Http.SendAsync(request, Cancellation);
    }
}
