using System.Net;
using Commerce.Shopping;

namespace Commerce.SignIn;

/// <summary>Signing in to the shop's own pages.</summary>
[Collection(nameof(SignInShop))]
public sealed class CookieTests(SignInShop shop)
{
    private const string Session = "commerce_session";

    [Fact]
    public async Task Who_signs_in_sees_their_account_until_they_sign_out()
    {
        using var person = await new Person(shop).Register();
        using var left = await person.Browser.Post("/account/sign-out");
        using var stranger = await person.Browser.Get("/account");
        using var signedIn = await person.SignIn();
        var page = await person.Browser.Read("/account");

        Assert.Equal("/account/sign-in?back=%2Faccount", stranger.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        Assert.Contains(person.Email, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_are_told_the_same()
    {
        using var person = await new Person(shop).Register();
        using var nobody = new Person(shop);
        using var left = await person.Browser.Post("/account/sign-out");
        using var wrong = await person.SignIn(password: "something else");
        using var unknown = await nobody.SignIn();
        var (one, other) = (await Visitor.Html(wrong), await Visitor.Html(unknown));

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Contains("There is no account with", one, StringComparison.Ordinal);
        Assert.Equal(
            one.Replace(person.Email, "", StringComparison.Ordinal),
            other.Replace(nobody.Email, "", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("something else", one, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_comes_back_says_why()
    {
        using var person = await new Person(shop).Register();
        using var taken = await Open(person.Email, Person.Password);
        using var weak = await Open("weak@example.com", "aaaaaaaaaaaa");
        using var card = await Open("4111111111111111@example.com", Person.Password);

        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        Assert.Contains("There is an account", await Visitor.Html(taken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, weak.StatusCode);
        Assert.Contains("guessed too easily", await Visitor.Html(weak), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, card.StatusCode);
        Assert.DoesNotContain("41111", await Visitor.Html(card), StringComparison.Ordinal);

        Task<HttpResponseMessage> Open(string email, string password) =>
            person.Browser.Post("/account/register", ("email", email), ("password", password));
    }

    [Theory]
    [InlineData("https://evil.example.com/")]
    [InlineData("//evil.example.com/")]
    [InlineData("/\\evil.example.com/")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_led_elsewhere(string back)
    {
        using var person = await new Person(shop).Register();
        using var signedIn = await person.SignIn(back);

        Assert.Equal("/account", signedIn.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Another_site_signs_nobody_in_or_out()
    {
        using var person = await new Person(shop).Register();
        foreach (
            var path in (string[])["/account/sign-in", "/account/sign-out", "/account/register"]
        )
        {
            using var answer = await person.Browser.Post(
                path,
                [("email", person.Email), ("password", Person.Password)],
                ("Sec-Fetch-Site", "cross-site")
            );
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        using var account = await person.Browser.Get("/account");
        Assert.Equal(HttpStatusCode.OK, account.StatusCode);
    }

    [Fact]
    public async Task The_cookie_is_no_scripts_nor_the_apis_and_nobody_makes_up_one()
    {
        using var person = new Person(shop);
        using var answer = await person.Browser.Post(
            "/account/register",
            ("email", person.Email),
            ("password", Person.Password)
        );
        var set = answer
            .Headers.GetValues("Set-Cookie")
            .Single(each => each.StartsWith(Session, StringComparison.Ordinal));
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", set, StringComparison.OrdinalIgnoreCase);
        var cookie = person.Browser.Cookies.GetAllCookies()[Session]!;
        using var page = await person.Browser.Get("/account");
        using var api = await person.Browser.Get("/connect/userinfo");
        cookie.Value = cookie.Value[..^1] + (cookie.Value[^1] is '0' ? '1' : '0');
        using var forged = await person.Browser.Get("/account");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, api.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, forged.StatusCode);
    }
}
