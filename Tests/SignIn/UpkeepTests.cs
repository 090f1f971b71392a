using Commerce.Customers.Pages;
using Commerce.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.EntityFrameworkCore.Models;

namespace Commerce.SignIn;

/// <summary>What signing in writes down goes when it is over, or its person is.</summary>
[Collection(nameof(SignInShop))]
public sealed class UpkeepTests(SignInShop shop)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_is_forgotten_is_in_no_row_of_it()
    {
        using var person = await new Person(shop).Register();
        using var reader = await new Person(shop).Register();
        using var other = await new Person(shop).Register();
        var mine = await person.Enter();
        var (me, them) = (await IdOf(mine), await IdOf(await other.Enter()));
        var byPage = await IdOf(await reader.Enter());
        Assert.NotEqual(0, await Rows(me));
        Assert.NotEqual(0, await Rows(byPage));

        var api = new Shop(shop.Store.Http, mine.Access);
        (await api.Post("/api/v1/me/erasure", new { }, key: null)).Expect(202);

        using var closed = await reader.Browser.Post(PrivacyPages.Erasure);
        Assert.Equal(PrivacyPages.Closed, closed.Headers.Location?.ToString());

        Assert.Equal(0, await Rows(me));
        Assert.Equal(0, await Rows(byPage));
        Assert.NotEqual(0, await Rows(them));
    }

    [Fact]
    public async Task Only_what_has_been_over_for_long_is_deleted()
    {
        using var person = await new Person(shop).Register();
        var tokens = await person.Enter();
        var me = await IdOf(tokens);
        await using var scope = Scope();
        var families = scope.ServiceProvider.GetRequiredService<Families>();

        await families.Prune(Stop);
        var (status, refreshed) = await person.Refresh(tokens.Refresh!);
        Assert.Equal(200, status);
        var all = await Rows(me);
        await MakeOlder(me, Families.Kept + TimeSpan.FromMinutes(1));
        await families.Prune(Stop);

        // The code, the token that was spent and the access tokens are over; the family is not.
        Assert.InRange(await Rows(me), 2, all - 3);
        (status, _) = await person.Refresh(Tokens.Of(refreshed).Refresh!);
        Assert.Equal(200, status);
    }

    private AsyncServiceScope Scope() =>
        shop.Store.Service<IServiceScopeFactory>().CreateAsyncScope();

    private async Task<string> IdOf(Tokens tokens)
    {
        var api = new Shop(shop.Store.Http, tokens.Access);
        return (await api.Get("/api/v1/me")).Expect(200).Text("id");
    }

    private async Task<int> Rows(string subject)
    {
        await using var scope = Scope();
        var context = scope.ServiceProvider.GetRequiredService<SignInContext>();
        return await TokensOf(context, subject).CountAsync(Stop)
            + await context
                .Set<OpenIddictEntityFrameworkCoreAuthorization>()
                .CountAsync(family => family.Subject == subject, Stop);
    }

    /// <summary>As if all had been made so long ago; what was short-lived has run out
    /// since.</summary>
    private async Task MakeOlder(string subject, TimeSpan by)
    {
        await using var scope = Scope();
        var context = scope.ServiceProvider.GetRequiredService<SignInContext>();
        foreach (var token in await TokensOf(context, subject).ToListAsync(Stop))
        {
            token.CreationDate -= by;
            token.ExpirationDate -= by;
        }

        await context.SaveChangesAsync(Stop);
    }

    private static IQueryable<OpenIddictEntityFrameworkCoreToken> TokensOf(
        SignInContext context,
        string subject
    ) => context.Set<OpenIddictEntityFrameworkCoreToken>().Where(token => token.Subject == subject);
}
