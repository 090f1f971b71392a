using System.Net;
using Commerce.Http;
using Commerce.Stores;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Commerce.SignIn;

/// <summary>People who work here, with a program that asks for what their roles allow.</summary>
[Collection(nameof(SignInShop))]
public sealed class OperatorTokenTests(SignInShop shop)
{
    private const string Asked = "openid offline_access orders:read catalog:write";
    private const string Orders = "/admin/v1/orders";

    private static readonly (string Name, string? Value) Desk = ("client_id", SignInShop.Desk);

    [Fact]
    public async Task A_token_has_what_was_asked_for_and_is_theirs_until_it_is_not()
    {
        using var person = await new Person(shop).Register();
        var shopper = await Enter(person);
        await person.Become("catalog-manager");
        var manager = await Enter(person);
        var work = new Shop(shop.Store.Http, manager.Access);
        const string Nothing = "/admin/v1/categories/none";

        Assert.Equal("openid offline_access", ScopeOf(shopper));
        Assert.Equal(403, await shop.Try(shopper.Access, Orders));
        Assert.Equal("openid offline_access catalog:write", ScopeOf(manager));
        Assert.Equal(404, (await work.Send(HttpMethod.Delete, Nothing, body: null)).Status);
        Assert.Equal(403, await shop.Try(manager.Access, Orders));
        Assert.StartsWith($"{person.Id} (", await Noted(), StringComparison.Ordinal);

        await person.Become();

        Assert.Equal(403, (await work.Send(HttpMethod.Delete, Nothing, body: null)).Status);
        Assert.Equal("openid offline_access", ScopeOf(await Refresh(person, manager)));
    }

    [Fact]
    public async Task A_refresh_gives_what_their_roles_give_then_and_nothing_new()
    {
        using var person = await new Person(shop).Register();
        await person.Become("administrator");
        var all = await Enter(person);
        await person.Become("viewer");
        var less = await Refresh(person, all);
        await person.Become("administrator");
        var later = await Refresh(person, less);

        Assert.Equal(Asked, ScopeOf(all));
        Assert.Equal("openid offline_access orders:read", ScopeOf(less));
        Assert.Equal(200, await shop.Try(less.Access, Orders));
        Assert.Equal(ScopeOf(less), ScopeOf(later));
    }

    [Fact]
    public async Task What_a_role_lost_before_the_code_is_redeemed_is_not_in_the_token()
    {
        using var person = await new Person(shop).Register();
        await person.Become("viewer");
        var code = await person.Code(Desk, ("scope", Asked));
        await person.Become();
        var (_, body) = await person.Redeem(code, Desk);

        Assert.Equal("openid offline_access", ScopeOf(Tokens.Of(body)));
    }

    [Fact]
    public async Task A_client_asks_for_no_more_than_it_may_and_says_what_it_asks_for()
    {
        using var person = await new Person(shop).Register();
        await person.Become("viewer");
        using var refused = await person.Browser.Get(
            Person.Request(("scope", "openid orders:read"))
        );
        var page = await person.Browser.Read(
            Person.Request(("client_id", SignInShop.Asker), ("scope", Asked))
        );

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("<code>orders:read</code>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<code>catalog:write</code>", page, StringComparison.Ordinal);
    }

    private static async Task<Tokens> Enter(Person person)
    {
        var code = await person.Code(Desk, ("scope", Asked));
        var (status, body) = await person.Redeem(code, Desk);
        Assert.True(status is 200, $"{body}");
        return Tokens.Of(body);
    }

    private static async Task<Tokens> Refresh(Person person, Tokens tokens)
    {
        var (status, body) = await person.Refresh(tokens.Refresh!, SignInShop.Desk);
        Assert.True(status is 200, $"{body}");
        return Tokens.Of(body);
    }

    private static string ScopeOf(Tokens tokens) =>
        new JsonWebToken(tokens.Access).GetClaim("scope").Value;

    /// <summary>Who is noted to have written last.</summary>
    private async Task<string> Noted()
    {
        var page = await new Shop(shop.Store.Http, EdgeStore.OperatorKey).Get("/admin/v1/audit");
        return page.Expect(200).Body["data"]![0]!["who"]!.GetValue<string>();
    }
}
