using System.Net;
using System.Text.RegularExpressions;
using Commerce.Customers;
using Commerce.Privacy;
using Commerce.Shopping;

namespace Commerce.SignIn;

/// <summary>Who has an account links to it who they are elsewhere, and nobody else does.</summary>
[Collection(nameof(OutsideShop))]
public sealed partial class LinkTests(OutsideShop shop)
{
    private const string Password = "four words that rhyme not";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_has_an_account_signs_in_to_it_before_the_two_are_linked()
    {
        var words = new Words("twofold", "twofold@example.com");
        using var owner = await Register(words.Email!);
        using var visitor = shop.Visitor();
        using var taken = await shop.SignIn(visitor, words);
        var page = await Visitor.Html(taken);
        Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        Assert.Contains(
            "/account/sign-in?back=%2Faccount%2Fproviders",
            page,
            StringComparison.Ordinal
        );
        Assert.Null(await shop.OwnerOf(words));

        using var linked = await Link(owner, words);
        Assert.Equal("/account/providers", linked.Headers.Location?.ToString());
        using var entered = await shop.SignIn(visitor, words);
        Assert.Contains(words.Email!, await visitor.Read("/account"), StringComparison.Ordinal);

        using var other = await Register("not-twofold@example.com");
        using var refused = await Link(other, words);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("another account", await Visitor.Html(refused), StringComparison.Ordinal);

        using var removed = await Remove(visitor, words);
        Assert.Equal(HttpStatusCode.SeeOther, removed.StatusCode);
        Assert.Null(await shop.OwnerOf(words));
        using var again = await shop.SignIn(visitor, words);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task The_last_way_in_is_not_removed()
    {
        var words = new Words("last", "last@example.com");
        using var visitor = shop.Visitor();
        using var entered = await shop.SignIn(visitor, words);
        using var refused = await Remove(visitor, words);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains(
            "could not sign in any more",
            await Visitor.Html(refused),
            StringComparison.Ordinal
        );
        Assert.NotNull(await shop.OwnerOf(words));
    }

    /// <summary>Else whoever opened an account with another's address would stay in it.</summary>
    [Fact]
    public async Task Nothing_is_linked_to_an_address_that_was_not_shown_to_be_theirs()
    {
        var words = new Words("trojan", "trojan@example.com");
        using var attacker = await Register("victim@example.com");
        using var refused = await Link(attacker, words);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Null(await shop.OwnerOf(words));
    }

    [Fact]
    public async Task Nobody_is_led_to_link_what_is_anothers()
    {
        using var attacker = await Register("attacker@example.com");
        using var victim = await Register("led@example.com");
        var address = await LinkAddress(attacker);
        using var led = await victim.Get(address);
        using var bare = await victim.Get(address[..(address.Length - 64)]);

        Assert.Equal("/account/providers", led.Headers.Location?.ToString());
        Assert.Equal("/account/providers", bare.Headers.Location?.ToString());

        // Begun by the one, ended in the other's session.
        var words = new Words("begun", "attacker@example.com");
        var answer = shop.Liar.Answer(await OutsideShop.Follow(attacker, address), words);
        using var left = await attacker.Post("/account/sign-out");
        using var ended = await attacker.Get(answer);
        Assert.Equal(HttpStatusCode.BadRequest, ended.StatusCode);
        Assert.Null(await shop.OwnerOf(words));
    }

    [Fact]
    public async Task Who_is_erased_may_come_again_and_is_told_before_what_is_known()
    {
        var words = new Words("forgotten", "forgotten@example.com");
        using var visitor = shop.Visitor();
        using var entered = await shop.SignIn(visitor, words);
        var first = new CustomerId((await shop.OwnerOf(words))!);
        var known = await shop.Store.Service<PersonalData>().Read(first, Stop);
        var identity = Assert.Single(known.Value!.Identities);
        Assert.Equal(
            ("liar", shop.Liar.Issuer, words.Subject),
            (identity.Provider, identity.Issuer, identity.Subject)
        );

        await shop.Store.Service<IGrainFactory>().Privacy(first).AskErasure(ErasureCause.Customer);
        using var again = await shop.SignIn(visitor, words);

        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        Assert.NotEqual(first.Value, await shop.OwnerOf(words));
    }

    private async Task<Visitor> Register(string email)
    {
        var visitor = shop.Visitor();
        using var answer = await visitor.Post(
            "/account/register",
            ("email", email),
            ("password", Password)
        );
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return visitor;
    }

    private static async Task<string> LinkAddress(Visitor visitor)
    {
        var page = await visitor.Read("/account/providers");
        return WebUtility.HtmlDecode(Offer().Match(page).Groups["address"].Value);
    }

    private async Task<HttpResponseMessage> Link(Visitor visitor, Words words) =>
        await visitor.Get(
            shop.Liar.Answer(await OutsideShop.Follow(visitor, await LinkAddress(visitor)), words)
        );

    private Task<HttpResponseMessage> Remove(Visitor visitor, Words words) =>
        visitor.Post("/account/providers/remove", ("key", shop.KeyOf(words)));

    [GeneratedRegex(
        """href="(?<address>/account/sign-in/with/liar[^"]*)""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Offer();
}
