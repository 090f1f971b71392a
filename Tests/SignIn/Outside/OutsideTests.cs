using System.Net;
using Commerce.Shopping;

namespace Commerce.SignIn;

/// <summary>People sign in at somebody else's, and are known here.</summary>
[Collection(nameof(OutsideShop))]
public sealed class OutsideTests(OutsideShop shop)
{
    [Fact]
    public async Task Who_signs_in_at_another_store_is_known_when_they_come_again()
    {
        using var person = await new Person(shop.House).Register();
        await shop.Verify(person);
        using var visitor = shop.Visitor();
        var form = await visitor.Read("/account/sign-in?back=%2Fcart");

        var first = await Pass();
        var account = await visitor.Read("/account");
        using var left = await visitor.Post("/account/sign-out");
        var second = await Pass();

        Assert.Contains("/account/sign-in/with/house?back=%2Fcart", form, StringComparison.Ordinal);
        Assert.Equal(("/cart", "/cart"), (first, second));
        Assert.Contains(person.Email, account, StringComparison.Ordinal);
        Assert.Contains("Ada Example", account, StringComparison.Ordinal);
        var linked = await visitor.Read("/account/providers");
        Assert.Contains("The house", linked, StringComparison.Ordinal);
        Assert.DoesNotContain(person.Email, shop.Store.Logged, StringComparison.Ordinal);

        async Task<string?> Pass()
        {
            var there = await OutsideShop.Leave(visitor, "house", "/cart");
            using var agreed = await person.Browser.Get(there.PathAndQuery);
            var back = agreed.Headers.Location!;
            Assert.Equal(shop.Store.Http.BaseAddress!.Authority, back.Authority);
            using var answer = await visitor.Get(back.PathAndQuery);
            Assert.True(answer.StatusCode is HttpStatusCode.SeeOther, await Visitor.Html(answer));
            return answer.Headers.Location?.ToString();
        }
    }

    [Fact]
    public async Task Who_does_not_agree_there_is_told_so()
    {
        using var person = await new Person(shop.House).Register();
        using var visitor = shop.Visitor();
        var there = await OutsideShop.Leave(visitor, "asks");
        var asked = Visitor.AllHidden(await person.Browser.Read(there.PathAndQuery));
        using var refused = await person.Browser.Post(
            "/connect/authorize",
            [.. asked, ("decision", "refuse")]
        );
        using var answer = await visitor.Get(refused.Headers.Location!.PathAndQuery);
        var page = await Visitor.Html(answer);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("You did not agree there", page, StringComparison.Ordinal);
        Assert.Contains("/account/sign-in/with/asks?back=", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("mute")]
    public async Task Who_does_not_answer_is_not_waited_for(string provider)
    {
        using var visitor = shop.Visitor();
        var address = $"/account/sign-in/with/{provider}?back=%2Fcart";
        using var answer = await visitor.Get(address);
        var page = await Visitor.Html(answer);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("do not answer just now", page, StringComparison.Ordinal);
        Assert.Contains(address, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_stops_answering_half_way_is_not_waited_for()
    {
        using var visitor = shop.Visitor();
        using var answer = await shop.SignIn(visitor, new("hangs-up") { HangsUp = true });

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains(
            "do not answer just now",
            await Visitor.Html(answer),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_answer_counts_once_and_in_the_browser_that_asked()
    {
        using var visitor = shop.Visitor();
        using var thief = shop.Visitor();
        using var twin = shop.Visitor();
        var words = new Words("once", "once@example.com");
        using var stolen = await thief.Get(
            shop.Liar.Answer(await OutsideShop.Leave(visitor, "liar"), words)
        );
        var asked = await OutsideShop.Leave(visitor, "liar");
        twin.Cookies.Add(visitor.Cookies.GetCookies(shop.Store.Http.BaseAddress!));
        using var own = await visitor.Get(shop.Liar.Answer(asked, words));
        using var again = await twin.Get(shop.Liar.Answer(asked, words));
        using var unasked = await thief.Get("/account/sign-in/with/liar/back?code=c&state=s");
        using var bare = await thief.Get("/account/sign-in/with/liar/back");

        Assert.Equal(HttpStatusCode.BadRequest, stolen.StatusCode);
        Assert.Contains("Begin anew", await Visitor.Html(stolen), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, own.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, unasked.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
    }

    [Theory]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("nonce")]
    [InlineData("age")]
    [InlineData("key")]
    public async Task What_is_not_said_to_us_is_not_believed(string what)
    {
        var right = new Words($"wrong-{what}", $"wrong-{what}@example.com");
        var wrong = what switch
        {
            "audience" => right with { Audience = "another shop" },
            "issuer" => right with { Issuer = "https://another.example.com/" },
            "nonce" => right with { Nonce = "of another time" },
            "age" => right with { Age = TimeSpan.FromHours(1) },
            _ => right with { IsForged = true },
        };
        using var visitor = shop.Visitor();
        using var answer = await shop.SignIn(visitor, wrong);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(await shop.OwnerOf(wrong));
        using var believed = await shop.SignIn(visitor, right);
        Assert.Equal(HttpStatusCode.SeeOther, believed.StatusCode);
    }

    [Fact]
    public async Task An_address_that_nobody_vouches_for_opens_no_account()
    {
        using var visitor = shop.Visitor();
        var words = new Words("unvouched", "unvouched@example.com") { IsVerified = false };
        using var unverified = await shop.SignIn(visitor, words);
        using var none = await shop.SignIn(visitor, words with { Email = null });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, unverified.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
        Assert.Null(await shop.OwnerOf(words));
    }

    [Fact]
    public async Task Of_many_who_are_the_same_at_once_all_get_into_one_account()
    {
        var words = new Words("parallel", "parallel@example.com");
        var visitors = Enumerable.Range(0, 8).Select(_ => shop.Visitor()).ToList();
        var answers = await Task.WhenAll(visitors.Select(each => shop.SignIn(each, words)));
        var owner = await shop.OwnerOf(words);
        var sessions = await shop
            .Store.Service<IGrainFactory>()
            .Customer(new(owner!))
            .GetSessions();

        Assert.All(answers, each => Assert.Equal(HttpStatusCode.SeeOther, each.StatusCode));
        Assert.Equal(visitors.Count, sessions.Length);
        visitors.ForEach(each => each.Dispose());
    }

    [Fact]
    public async Task Who_has_no_password_is_told_what_strangers_are()
    {
        using var visitor = shop.Visitor();
        using var entered = await shop.SignIn(visitor, new("bare", "bare@example.com"));
        using var other = shop.Visitor();
        using var tried = await other.Post(
            "/account/sign-in",
            ("email", "bare@example.com"),
            ("password", "something else")
        );

        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, tried.StatusCode);
        Assert.Contains(
            "There is no account with",
            await Visitor.Html(tried),
            StringComparison.Ordinal
        );
    }
}
