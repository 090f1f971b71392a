using System.Net;
using Commerce.Customers;
using Commerce.Privacy;
using Commerce.Secrets;
using Commerce.Shopping;

namespace Commerce.SignIn.Passkeys;

/// <summary>Signing in with a passkey, and keeping one.</summary>
[Collection(nameof(SignInShop))]
public sealed class PasskeyTests(SignInShop shop)
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_added_a_passkey_signs_in_with_it_alone()
    {
        using var owner = await PasskeyOwner.WithPasskey(shop);
        var before = (await owner.Grain.GetPasskeys()).Single();
        using var signedIn = await owner.SignIn();
        var page = await owner.Browser.Read("/account");
        var after = (await owner.Grain.GetPasskeys()).Single();

        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        Assert.Equal("/account", signedIn.Headers.Location?.ToString());
        Assert.Contains(owner.Email, page, Ordinal);
        Assert.Equal((1u, 2u), (before.Counter, after.Counter));
        Assert.Null(before.UsedAt);
        Assert.NotNull(after.UsedAt);
    }

    [Fact]
    public async Task It_shows_on_a_page_and_in_the_export_and_nowhere_in_clear()
    {
        using var owner = await PasskeyOwner.Register(shop);
        using var added = await owner.Add(name: "The <blue> key");
        var page = await owner.Browser.Read(PasskeyPages.Address);
        var kept = (await owner.Grain.GetPasskeys()).Single();
        var export = await shop.Store.Service<PersonalData>().Read(owner.Id, Stop);

        Assert.Contains("The &lt;blue&gt; key", page, Ordinal);
        Assert.Contains("not yet", page, Ordinal);
        Assert.Equal("The <blue> key", Assert.Single(export.Value!.Passkeys).Name);
        Assert.DoesNotContain("blue", kept.ToString(), Ordinal);
        Assert.DoesNotContain(Authenticator.Text(owner.Device.Id), kept.ToString(), Ordinal);
    }

    [Fact]
    public async Task What_was_answered_once_is_never_answered_again()
    {
        using var owner = await PasskeyOwner.WithPasskey(shop);
        var answer = owner.Device.Get(await owner.Ask()).ToJsonString();
        var thieves = Enumerable.Range(0, 6).Select(_ => owner.Thief()).ToList();
        var atOnce = await Task.WhenAll(thieves.Select(each => owner.Send(answer, each)));
        using var late = owner.Thief();
        using var again = await owner.Send(answer, late);

        Assert.Single(atOnce, each => each.StatusCode is HttpStatusCode.SeeOther);
        Assert.Equal(5, atOnce.Count(each => each.StatusCode is HttpStatusCode.Unauthorized));
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        Assert.Contains("sent before", await Visitor.Html(again), Ordinal);
        Assert.Single(await owner.Grain.GetSessions());
        foreach (var each in thieves)
            each.Dispose();
    }

    [Fact]
    public async Task A_copy_that_has_not_counted_on_is_refused_and_noted()
    {
        using var owner = await PasskeyOwner.WithPasskey(shop);
        using var once = await owner.SignIn();
        await owner.SignOut();
        var counted = owner.Device.Counter;
        owner.Device.Counter = counted - 1;
        using var refused = await owner.SignIn();
        using var still = await owner.Browser.Get("/account");
        owner.Device.Counter = counted;
        using var own = await owner.SignIn();
        var page = await owner.Browser.Read(PasskeyPages.Address);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("There may be a copy", await Visitor.Html(refused), Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, still.StatusCode);
        Assert.Equal("/account", own.Headers.Location?.ToString());
        Assert.Contains("There may be a copy", page, Ordinal);
    }

    [Fact]
    public async Task What_was_removed_opens_nothing()
    {
        using var owner = await PasskeyOwner.Register(shop);
        using var added = await owner.Add();
        var passkey = (await owner.Grain.GetPasskeys()).Single().Id;
        using var removed = await owner.Remove(passkey);
        using var twice = await owner.Remove(passkey);
        await owner.SignOut();
        using var refused = await owner.SignIn();

        Assert.Equal(HttpStatusCode.SeeOther, removed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, twice.StatusCode);
        await IsRefused(refused, "not known here");
    }

    [Fact]
    public async Task Nor_does_the_passkey_of_an_account_that_was_closed()
    {
        using var owner = await PasskeyOwner.WithPasskey(shop);
        await owner.Grain.Close();
        using var refused = await owner.SignIn();

        await IsRefused(refused, "not known here");
        Assert.Empty(await owner.Grain.GetPasskeys());
    }

    [Fact]
    public async Task Wrong_passwords_lock_nobody_out_of_their_passkey()
    {
        using var owner = await PasskeyOwner.WithPasskey(shop);
        var grains = shop.Store.Service<IGrainFactory>();
        var key = shop.Store.Service<ServerKeys>().EmailKey(owner.Email);
        foreach (var attempt in Enumerable.Range(0, SignInAttempts.WrongMax))
        {
            await grains.SignInAttempts(key).Begin($"att-{attempt}", TimeSpan.Zero);
            await grains.SignInAttempts(key).Fail($"att-{attempt}");
        }

        using var locked = await owner.SignInByPassword();
        using var signedIn = await owner.SignIn();

        Assert.Equal(HttpStatusCode.TooManyRequests, locked.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
    }

    [Fact]
    public async Task A_cart_comes_along()
    {
        using var owner = await PasskeyOwner.WithPasskey(shop);
        using var added = await owner.Browser.Post(
            "/cart/lines",
            ("slug", "enamel-mug"),
            ("sku", "MUG-WHITE"),
            ("quantity", "1"),
            ("key", "once")
        );
        using var signedIn = await owner.SignIn();
        var cart = await shop.Store.Service<IGrainFactory>().CartOf(owner.Id).Find();

        Assert.Single(cart.Value!.Lines);
    }

    internal static async Task IsRefused(HttpResponseMessage answer, string sentence)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains(sentence, await Visitor.Html(answer), Ordinal);
    }
}
