using System.Net;
using System.Text.Json.Nodes;
using Commerce.Shopping;
using Microsoft.AspNetCore.WebUtilities;

namespace Commerce.SignIn;

/// <summary>Somebody with a browser, who signs in through a client of their own.</summary>
internal sealed class Person(SignInShop shop) : IDisposable
{
    public const string Callback = "http://127.0.0.1:4711/callback";
    public const string Password = "four words that rhyme not";

    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static int _made;

    public Visitor Browser { get; init; } = new(shop.Store.Http.BaseAddress!);

    public string Email { get; } = $"person-{Interlocked.Increment(ref _made)}@example.com";

    /// <summary>Whom their browser's cookie names.</summary>
    public string Id => Cookie.Value.Split('.')[0];

    public Cookie Cookie =>
        Browser.Cookies.GetCookies(shop.Store.Http.BaseAddress!)["commerce_session"]!;

    public void Dispose() => Browser.Dispose();

    /// <summary>Opens an account, and is signed in to it.</summary>
    public async Task<Person> Register()
    {
        using var answer = await Browser.Post(
            "/account/register",
            ("email", Email),
            ("name", "Ada Example"),
            ("password", Password),
            ("back", "/account")
        );
        Assert.Equal(
            (HttpStatusCode.SeeOther, "/account"),
            (answer.StatusCode, answer.Headers.Location?.ToString())
        );
        return this;
    }

    /// <summary>Is given these roles, and no others.</summary>
    public async Task Become(params string[] roles)
    {
        using var answer = await shop.Store.Operate(
            HttpMethod.Put,
            $"/admin/v1/operators/{Id}/roles",
            new { roles }
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    public Task<HttpResponseMessage> SignIn(string back = "/account", string? password = null) =>
        Browser.Post(
            "/account/sign-in",
            ("email", Email),
            ("password", password ?? Password),
            ("back", back)
        );

    /// <summary>What the client asks, with other answers than it would give or none.</summary>
    public static string Request(params (string Name, string? Value)[] others)
    {
        var asked = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = "demo",
            ["response_type"] = "code",
            ["redirect_uri"] = Callback,
            ["scope"] = "openid email offline_access",
            ["state"] = "s",
            ["code_challenge"] = SignInShop.Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in others)
            asked[name] = value;
        return QueryHelpers.AddQueryString(
            "/connect/authorize",
            asked.Where(each => each.Value is not null)
        );
    }

    /// <summary>With what the client is answered.</summary>
    public async Task<Dictionary<string, string>> Answer(string request)
    {
        using var answer = await Browser.Get(request);
        return Answer(answer);
    }

    public static Dictionary<string, string> Answer(HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode is HttpStatusCode.Redirect, $"{answer}");
        var to = answer.Headers.Location!;
        Assert.Equal(Callback, to.GetLeftPart(UriPartial.Path));
        return QueryHelpers
            .ParseQuery(to.Query)
            .ToDictionary(each => each.Key, each => each.Value.ToString());
    }

    public async Task<string> Code(params (string Name, string? Value)[] others) =>
        (await Answer(Request(others)))["code"];

    /// <summary>What a client does with a code, with other answers than it would give.</summary>
    public Task<(int Status, JsonNode Body)> Redeem(
        string code,
        params (string Name, string? Value)[] others
    )
    {
        var sent = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = "demo",
            ["code"] = code,
            ["redirect_uri"] = Callback,
            ["code_verifier"] = Verifier,
        };
        foreach (var (name, value) in others)
            sent[name] = value;
        return shop.Send(
            "/connect/token",
            [.. sent.Where(each => each.Value is not null).Select(each => (each.Key, each.Value!))]
        );
    }

    public Task<(int Status, JsonNode Body)> Refresh(string token, string client = "demo") =>
        shop.Send(
            "/connect/token",
            [("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", token)]
        );

    /// <summary>The tokens of a client that they have signed in to.</summary>
    public async Task<Tokens> Enter(params (string Name, string? Value)[] others)
    {
        var (status, body) = await Redeem(await Code(others));
        Assert.True(status is 200, $"{body}");
        return Tokens.Of(body);
    }
}

internal sealed record Tokens(string Access, string? Refresh, string? Id)
{
    public static Tokens Of(JsonNode body) =>
        new(
            body["access_token"]!.GetValue<string>(),
            body["refresh_token"]?.GetValue<string>(),
            body["id_token"]?.GetValue<string>()
        );
}
