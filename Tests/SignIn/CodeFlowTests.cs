using System.Net;
using System.Text.Json.Nodes;
using Commerce.Shopping;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Commerce.SignIn;

/// <summary>People sign in on our page, through a client, and stay signed in until they do
/// not.</summary>
[Collection(nameof(SignInShop))]
public sealed class CodeFlowTests(SignInShop shop)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_signs_in_comes_back_with_a_code_that_is_worth_their_tokens()
    {
        using var person = await new Person(shop).Register();
        var answer = await person.Answer(Person.Request(("nonce", "n")));
        var (status, body) = await person.Redeem(answer["code"]);
        var tokens = Tokens.Of(body);
        var (access, id) = (new JsonWebToken(tokens.Access), new JsonWebToken(tokens.Id));

        Assert.Equal(200, status);
        Assert.Equal("s", answer["state"]);
        Assert.Equal(Origin, answer["iss"]);
        Assert.Equal(("at+jwt", "JWT"), (access.Typ, id.Typ));
        Assert.Equal(access.Subject, id.Subject);
        Assert.StartsWith("cus_", access.Subject, StringComparison.Ordinal);
        Assert.StartsWith("ses_", access.GetClaim("sid").Value, StringComparison.Ordinal);
        Assert.Equal(access.GetClaim("auth_time").Value, id.GetClaim("auth_time").Value);
        Assert.Equal("n", id.GetClaim("nonce").Value);
        Assert.Equal([Origin], access.Audiences);
        Assert.Equal(["demo"], id.Audiences);
        Assert.DoesNotContain(person.Email, $"{access}{id}", StringComparison.Ordinal);
        Assert.Equal(200, await shop.Try(tokens.Access));
    }

    [Fact]
    public async Task A_client_is_told_who_it_is_as_far_as_they_let_it_know()
    {
        using var person = await new Person(shop).Register();
        var tokens = await person.Enter(("scope", "openid email profile"));
        var little = await person.Enter(("scope", "openid"));

        var all = await UserInfo(tokens.Access);
        Assert.Equal(person.Email, all["email"]!.GetValue<string>());
        Assert.False(all["email_verified"]!.GetValue<bool>());
        Assert.Equal("Ada Example", all["name"]!.GetValue<string>());
        Assert.Equal(new JsonWebToken(tokens.Id).Subject, all["sub"]!.GetValue<string>());
        Assert.Equal(["sub"], (await UserInfo(little.Access)).AsObject().Select(each => each.Key));
        Assert.Null(little.Refresh);
    }

    [Fact]
    public async Task Each_refresh_gives_another_token_of_the_same_session()
    {
        using var person = await new Person(shop).Register();
        var first = await person.Enter();
        var (status, body) = await person.Refresh(first.Refresh!);
        var second = Tokens.Of(body);

        Assert.Equal(200, status);
        Assert.NotEqual(first.Refresh, second.Refresh);
        Assert.Equal(Session(first), Session(second));
        Assert.Equal(Time(first), Time(second));
        Assert.Equal(200, await shop.Try(second.Access));

        static string Time(Tokens tokens) =>
            new JsonWebToken(tokens.Access).GetClaim("auth_time").Value;
    }

    [Fact]
    public async Task A_refresh_token_that_comes_twice_ends_its_family_at_once_and_no_other()
    {
        using var person = await new Person(shop).Register();
        var other = await person.Enter();
        var first = await person.Enter();
        var second = Tokens.Of((await person.Refresh(first.Refresh!)).Body);
        Assert.Equal(200, await shop.Try(second.Access));

        var (status, body) = await person.Refresh(first.Refresh!);

        Assert.Equal((400, "invalid_grant"), (status, Error(body)));
        Assert.Equal(401, await shop.Try(second.Access));
        Assert.Equal(401, await shop.Try(first.Access));
        Assert.Equal("invalid_grant", Error((await person.Refresh(second.Refresh!)).Body));
        Assert.Equal(200, await shop.Try(other.Access));
        Assert.Equal(200, (await person.Refresh(other.Refresh!)).Status);
    }

    [Fact]
    public async Task Of_many_who_refresh_at_once_one_does()
    {
        using var person = await new Person(shop).Register();
        var tokens = await person.Enter();

        var all = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => person.Refresh(tokens.Refresh!))
        );

        Assert.InRange(all.Count(each => each.Status is 200), 0, 1);
        Assert.All(
            all.Where(each => each.Status is not 200),
            each => Assert.Equal("invalid_grant", Error(each.Body))
        );
    }

    [Theory]
    [InlineData("access")]
    [InlineData("refresh")]
    public async Task Who_revokes_a_token_revokes_its_family(string kind)
    {
        using var person = await new Person(shop).Register();
        var tokens = await person.Enter();
        var (status, _) = await shop.Send(
            "/connect/revocation",
            [("client_id", "demo"), ("token", kind is "access" ? tokens.Access : tokens.Refresh!)]
        );

        Assert.Equal(200, status);
        Assert.Equal(401, await shop.Try(tokens.Access));
        Assert.Equal("invalid_grant", Error((await person.Refresh(tokens.Refresh!)).Body));
    }

    [Fact]
    public async Task Who_has_not_signed_in_does_so_first_and_comes_back_to_what_was_asked()
    {
        using var person = await new Person(shop).Register();
        using var stranger = new Visitor(shop.Store.Http.BaseAddress!);
        var request = Person.Request();
        using var sent = await stranger.Get(request);
        var page = await stranger.Read(sent.Headers.Location!.ToString());
        using var signedIn = await stranger.Post(
            "/account/sign-in",
            ("email", person.Email),
            ("password", Person.Password),
            ("back", WebUtility.HtmlDecode(Visitor.Hidden(page, "back")))
        );
        using var answer = await stranger.Get(signedIn.Headers.Location!.ToString());

        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        Assert.Equal(200, (await person.Redeem(Person.Answer(answer)["code"])).Status);
    }

    [Fact]
    public async Task Nobody_is_asked_who_is_not_to_be()
    {
        using var person = new Person(shop);
        var answer = await person.Answer(Person.Request(("prompt", "none")));

        Assert.Equal("login_required", answer["error"]);
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("max_age", "0")]
    public async Task Who_is_to_sign_in_again_does_so_once(string name, string value)
    {
        using var person = await new Person(shop).Register();
        var request = Person.Request((name, value));
        using var sent = await person.Browser.Get(request);
        using var elsewhere = await person.SignIn();
        using var still = await person.Browser.Get(request);
        using var signedIn = await person.SignIn(back: request);
        var answer = await person.Answer(request);
        using var again = await person.Browser.Get(request);

        Assert.All(
            [sent, still, again],
            each => Assert.Equal(HttpStatusCode.SeeOther, each.StatusCode)
        );
        Assert.Equal(request, signedIn.Headers.Location!.ToString());
        Assert.Equal(200, (await person.Redeem(answer["code"])).Status);
    }

    [Fact]
    public async Task A_pushed_request_is_good_once()
    {
        using var person = await new Person(shop).Register();
        var (_, body) = await shop.Send(
            "/connect/par",
            [
                ("client_id", "demo"),
                ("response_type", "code"),
                ("scope", "openid"),
                ("redirect_uri", Person.Callback),
                ("code_challenge", SignInShop.Challenge),
                ("code_challenge_method", "S256"),
            ]
        );
        var request =
            "/connect/authorize?client_id=demo&request_uri="
            + Uri.EscapeDataString(body["request_uri"]!.GetValue<string>());
        var answer = await person.Answer(request);
        using var again = await person.Browser.Get(request);

        Assert.Equal(200, (await person.Redeem(answer["code"])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Fact]
    public async Task A_client_that_asks_for_consent_gets_nothing_without()
    {
        using var person = await new Person(shop).Register();
        var request = Person.Request(("client_id", SignInShop.Asker));
        var page = await person.Browser.Read(request);
        var fields = Visitor.AllHidden(page);
        using var cross = await person.Browser.Post(
            "/connect/authorize",
            [.. fields, ("decision", "agree")],
            ("Origin", "https://evil.example.com")
        );
        using var refused = await person.Browser.Post(
            "/connect/authorize",
            [.. fields, ("decision", "refuse")]
        );
        using var agreed = await person.Browser.Post(
            "/connect/authorize",
            [.. fields, ("decision", "agree")]
        );

        Assert.Contains("The asker", page, StringComparison.Ordinal);
        Assert.Contains("your e-mail address", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, cross.StatusCode);
        Assert.Equal("access_denied", Person.Answer(refused)["error"]);
        var (status, _) = await person.Redeem(
            Person.Answer(agreed)["code"],
            ("client_id", SignInShop.Asker)
        );
        Assert.Equal(200, status);
    }

    [Fact]
    public async Task Who_signs_out_of_a_client_is_signed_out_of_it_and_of_the_browser()
    {
        using var person = await new Person(shop).Register();
        var tokens = await person.Enter();
        using var ended = await person.Browser.Get(
            $"/connect/endsession?id_token_hint={tokens.Id}"
        );
        using var account = await person.Browser.Get("/account");

        Assert.Equal("/", ended.Headers.Location?.ToString());
        Assert.Equal(401, await shop.Try(tokens.Access));
        Assert.Equal(HttpStatusCode.SeeOther, account.StatusCode);
    }

    private string Origin => shop.Store.Http.BaseAddress!.ToString();

    private async Task<JsonNode> UserInfo(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await shop.Store.Http.SendAsync(request, Stop);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;
    }

    private static string Session(Tokens tokens) =>
        new JsonWebToken(tokens.Access).GetClaim("sid").Value;

    private static string Error(JsonNode body) => body["error"]?.GetValue<string>() ?? "";
}
