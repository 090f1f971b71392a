using System.Text.Json.Nodes;

namespace Commerce.SignIn;

/// <summary>Codes in the wrong hands, or sent wrongly.</summary>
[Collection(nameof(SignInShop))]
public sealed class CodeAttackTests(SignInShop shop)
{
    private const string OtherVerifier = "0123456789012345678901234567890123456789012";

    public static TheoryData<string, string?, string> Wrong { get; } =
        new()
        {
            { "redirect_uri", "http://127.0.0.1:4711/other", "invalid_grant" },
            { "redirect_uri", "http://127.0.0.1:4712/callback", "invalid_grant" },
            { "redirect_uri", null, "invalid_request" },
            { "code_verifier", null, "invalid_request" },
            { "code_verifier", OtherVerifier, "invalid_grant" },
            // Which would be right if the challenge were taken for what it is, by "plain".
            { "code_verifier", SignInShop.Challenge, "invalid_grant" },
            { "client_id", SignInShop.Asker, "invalid_grant" },
            { "client_id", null, "invalid_request" },
            { "code", "made-up", "invalid_grant" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_code_is_worth_nothing_to_whoever_does_not_know_all(
        string name,
        string? value,
        string error
    )
    {
        using var person = await new Person(shop).Register();
        var code = await person.Code();
        var (status, body) = await person.Redeem(code, (name, value));

        Assert.True(status is 400 or 401, $"{status} {body}");
        Assert.Equal(error, Error(body));
        Assert.Null(body["access_token"]);
    }

    [Fact]
    public async Task A_code_that_comes_twice_takes_back_what_it_gave()
    {
        using var person = await new Person(shop).Register();
        var code = await person.Code();
        var tokens = Tokens.Of((await person.Redeem(code)).Body);
        Assert.Equal(200, await shop.Try(tokens.Access));

        var (status, body) = await person.Redeem(code);

        Assert.Equal((400, "invalid_grant"), (status, Error(body)));
        Assert.Equal(401, await shop.Try(tokens.Access));
        Assert.Equal("invalid_grant", Error((await person.Refresh(tokens.Refresh!)).Body));
    }

    [Fact]
    public async Task Of_many_who_come_with_one_code_one_is_served_at_most()
    {
        using var person = await new Person(shop).Register();
        var code = await person.Code();

        var all = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => person.Redeem(code)));

        Assert.InRange(all.Count(each => each.Status is 200), 0, 1);
        Assert.All(
            all.Where(each => each.Status is not 200),
            each => Assert.Equal("invalid_grant", Error(each.Body))
        );
    }

    [Theory]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge_method", null)]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("response_type", "token")]
    [InlineData("response_type", "code id_token")]
    [InlineData("response_mode", "fragment")]
    [InlineData("response_mode", "form_post")]
    [InlineData("scope", "openid orders:write")]
    public async Task A_weaker_request_is_refused_to_the_client(string name, string? value)
    {
        using var person = await new Person(shop).Register();
        using var answer = await person.Browser.Get(Person.Request((name, value)));

        Assert.DoesNotContain("code=", $"{answer.Headers.Location}", StringComparison.Ordinal);
        Assert.True(
            (int)answer.StatusCode is 400
                || answer.Headers.Location!.Query.Contains("error=", StringComparison.Ordinal),
            $"{answer}"
        );
    }

    [Theory]
    [InlineData("redirect_uri", "http://127.0.0.1:4711/callback/more")]
    [InlineData("redirect_uri", "http://127.0.0.1:4711/callback?x=1")]
    [InlineData("redirect_uri", "http://127.0.0.1.example.com/callback")]
    [InlineData("redirect_uri", "http://localhost/callback")]
    [InlineData("redirect_uri", "https://127.0.0.1/callback")]
    [InlineData("redirect_uri", null)]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", null)]
    public async Task Nobody_is_sent_where_no_client_is(string name, string? value)
    {
        using var person = await new Person(shop).Register();
        using var answer = await person.Browser.Get(Person.Request((name, value)));
        var page = await Shopping.Visitor.Html(answer);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains("did not say so in the right way", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_token_is_good_for_its_own_client_alone()
    {
        using var person = await new Person(shop).Register();
        var tokens = await person.Enter();
        var (status, body) = await shop.Send(
            "/connect/token",
            [
                ("grant_type", "refresh_token"),
                ("client_id", SignInShop.Asker),
                ("refresh_token", tokens.Refresh!),
            ]
        );

        Assert.Equal((400, "invalid_grant"), (status, Error(body)));
        Assert.Equal(200, (await person.Refresh(tokens.Refresh!)).Status);
    }

    private static string Error(JsonNode body) => body["error"]?.GetValue<string>() ?? "";
}
