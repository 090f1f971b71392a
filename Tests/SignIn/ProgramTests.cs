using System.Net;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Commerce.SignIn;

/// <summary>What programs find out about signing in, and how they sign in themselves.</summary>
[Collection(nameof(SignInShop))]
public sealed class ProgramTests(SignInShop shop)
{
    private const string Clients = "/admin/v1/clients";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_store_says_what_it_offers_and_nothing_weaker()
    {
        var told = await shop.Read("/.well-known/openid-configuration");
        var origin = shop.Store.Http.BaseAddress!.ToString();

        Assert.Equal(origin, told["issuer"]!.GetValue<string>());
        Assert.Equal(
            $"{origin}connect/par",
            told["pushed_authorization_request_endpoint"]!.GetValue<string>()
        );
        Assert.Equal(["S256"], Texts(told, "code_challenge_methods_supported"));
        Assert.Equal(["code"], Texts(told, "response_types_supported"));
        Assert.Equal(["query"], Texts(told, "response_modes_supported"));
        Assert.Equal(["ES256"], Texts(told, "id_token_signing_alg_values_supported"));
        Assert.Equal(
            ["authorization_code", "client_credentials", "refresh_token"],
            Texts(told, "grant_types_supported").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task The_keys_that_it_publishes_are_public_and_no_others()
    {
        var keys = (await shop.Read("/.well-known/jwks"))["keys"]!.AsArray();

        Assert.NotEmpty(keys);
        Assert.All(
            keys,
            key =>
                Assert.Equal(
                    ["alg", "crv", "kid", "kty", "use", "x", "y"],
                    key!.AsObject().Select(each => each.Key).Order(StringComparer.Ordinal)
                )
        );
        Assert.All(keys, key => Assert.Equal("P-256", key!["crv"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Tokens_are_signed_by_the_next_key_in_its_time_and_those_before_stay_good()
    {
        var old = await shop.ToolToken();
        SignInShop.KeyTime.Advance(TimeSpan.FromDays(89));
        var published = await Kids();
        var still = await shop.ToolToken();
        SignInShop.KeyTime.Advance(TimeSpan.FromDays(1));
        var young = await shop.ToolToken();

        Assert.Equal(Kid(old), Kid(still));
        Assert.NotEqual(Kid(old), Kid(young));
        Assert.Contains(Kid(young), published);
        Assert.Equal(published.Order(), (await Kids()).Order());
        Assert.Equal(200, await shop.Try(old));
        Assert.Equal(200, await shop.Try(young));

        static string Kid(string token) => new JsonWebToken(token).Kid;
    }

    [Fact]
    public async Task A_program_signs_in_with_the_scopes_that_it_was_given_and_no_more()
    {
        var token = new JsonWebToken(await shop.ToolToken());
        var (status, body) = await shop.Send(
            "/connect/token",
            [("grant_type", "client_credentials"), ("scope", "orders:write")],
            $"{SignInShop.Tool}:{SignInShop.ToolSecret}"
        );

        Assert.Equal(("at+jwt", "ES256"), (token.Typ, token.Alg));
        Assert.Equal(SignInShop.Tool, token.Subject);
        Assert.Equal("orders:read", token.GetClaim("scope").Value);
        Assert.Equal([shop.Store.Http.BaseAddress!.ToString()], token.Audiences);
        Assert.Equal(TimeSpan.FromMinutes(10), token.ValidTo - token.IssuedAt);
        Assert.Equal((400, "invalid_request"), (status, Error(body)));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("implicit")]
    [InlineData("urn:ietf:params:oauth:grant-type:token-exchange")]
    public async Task No_other_way_leads_to_a_token(string grant)
    {
        var (status, body) = await shop.Send(
            "/connect/token",
            [("grant_type", grant), ("username", "a@example.com"), ("password", "x")],
            $"{SignInShop.Tool}:{SignInShop.ToolSecret}"
        );

        Assert.Equal((400, "unsupported_grant_type"), (status, Error(body)));
    }

    [Fact]
    public async Task A_wrong_secret_is_refused()
    {
        var (status, body) = await shop.Send(
            "/connect/token",
            [("grant_type", "client_credentials")],
            $"{SignInShop.Tool}:guess"
        );

        Assert.Equal((401, "invalid_client"), (status, Error(body)));
    }

    [Fact]
    public async Task A_programs_token_is_believed_until_it_is_revoked()
    {
        var token = await shop.ToolToken();
        Assert.Equal(200, await shop.Try(token));

        var (status, _) = await shop.Send(
            "/connect/revocation",
            [("token", token)],
            $"{SignInShop.Tool}:{SignInShop.ToolSecret}"
        );

        Assert.Equal(200, status);
        Assert.Equal(401, await shop.Try(token));
    }

    [Fact]
    public async Task A_client_is_given_its_secret_once_and_loses_all_when_it_is_removed()
    {
        var wanted = new
        {
            id = "till-7",
            name = "The till at the door",
            scopes = new[] { "inventory:read" },
        };
        using var added = await shop.Store.Operate(HttpMethod.Post, Clients, wanted);
        using var again = await shop.Store.Operate(HttpMethod.Post, Clients, wanted);
        using var all = await shop.Store.Operate(HttpMethod.Get, Clients);
        var secret = (await Json(added))["secret"]!.GetValue<string>();
        var (_, body) = await shop.Send(
            "/connect/token",
            [("grant_type", "client_credentials"), ("scope", "inventory:read")],
            $"till-7:{secret}"
        );
        var token = body["access_token"]!.GetValue<string>();
        var before = await shop.Try(token);
        using var removed = await shop.Store.Operate(HttpMethod.Delete, $"{Clients}/till-7");
        using var gone = await shop.Store.Operate(HttpMethod.Delete, $"{Clients}/till-7");

        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.DoesNotContain(secret, (await Json(all)).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(200, before);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(401, await shop.Try(token));
    }

    [Theory]
    [InlineData("Till 7", "x", "orders:read", null, true, "/id")]
    [InlineData("cus_eu1_01J00000000000000000000000", "x", "orders:read", null, true, "/id")]
    [InlineData("till", " ", "orders:read", null, true, "/name")]
    [InlineData("till", "x", "everything", null, true, "/scopes")]
    [InlineData("till", "x", "orders:read", null, false, "/confidential")]
    [InlineData("till", "x", "orders:read", "http://shop.example.com/", true, "/redirectUris")]
    [InlineData("till", "x", "orders:read", "https://a.example/#x", true, "/redirectUris")]
    [InlineData("till", "x", "orders:read", "javascript:alert(1)", true, "/redirectUris")]
    public async Task A_client_that_cannot_be_is_refused(
        string id,
        string name,
        string scope,
        string? redirect,
        bool confidential,
        string pointer
    )
    {
        using var answer = await shop.Store.Operate(
            HttpMethod.Post,
            Clients,
            new
            {
                id,
                name,
                confidential,
                scopes = new[] { scope },
                redirectUris = redirect is null ? [] : new[] { redirect },
            }
        );

        var problem = await Json(answer);
        Assert.Equal("invalid_client", problem["code"]!.GetValue<string>());
        Assert.Equal(
            pointer,
            Assert.Single(problem["errors"]!.AsArray())!["pointer"]!.GetValue<string>()
        );
    }

    [Theory]
    [InlineData("S256", "http://127.0.0.1:4711/callback", 201, "")]
    [InlineData("plain", "http://127.0.0.1:4711/callback", 400, "invalid_request")]
    [InlineData(null, "http://127.0.0.1:4711/callback", 400, "invalid_request")]
    [InlineData("S256", "http://127.0.0.1:4711/callback/", 400, "invalid_request")]
    [InlineData("S256", "http://localhost:4711/callback", 400, "invalid_request")]
    [InlineData("S256", "https://evil.example.com/callback", 400, "invalid_request")]
    public async Task A_request_may_be_pushed_and_is_judged_then(
        string? method,
        string redirect,
        int status,
        string error
    )
    {
        var (answered, body) = await shop.Send(
            "/connect/par",
            [
                ("client_id", "demo"),
                ("response_type", "code"),
                ("scope", "openid"),
                ("redirect_uri", redirect),
                .. method is null
                    ? Array.Empty<(string, string)>()
                    : [("code_challenge", SignInShop.Challenge), ("code_challenge_method", method)],
            ]
        );

        Assert.Equal((status, error), (answered, Error(body)));
        Assert.Equal(status is 201, body["request_uri"] is not null);
    }

    private async Task<List<string>> Kids()
    {
        var keys = (await shop.Read("/.well-known/jwks"))["keys"]!.AsArray();
        return [.. keys.Select(key => key!["kid"]!.GetValue<string>())];
    }

    private static string Error(JsonNode body) => body["error"]?.GetValue<string>() ?? "";

    private static IEnumerable<string> Texts(JsonNode told, string name) =>
        told[name]!.AsArray().Select(each => each!.GetValue<string>());

    private static async Task<JsonNode> Json(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;
}
