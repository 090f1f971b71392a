using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Commerce.Customers;
using Commerce.Secrets;
using Commerce.Shopping;
using Fido2NetLib;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Commerce.SignIn.Passkeys;

/// <summary>What is no answer of the person's own passkey, here and now, opens nothing.</summary>
[Collection(nameof(SignInShop))]
public sealed class PasskeyAttackTests(SignInShop shop)
{
    private static readonly Dictionary<string, Lie> Lies = new(StringComparer.Ordinal)
    {
        ["another shop's page"] = new(Origin: "https://localhost.example.com"),
        ["another port"] = new(Origin: "http://localhost:1"),
        ["TLS that was not there"] = new(Origin: "https://localhost"),
        ["another shop's passkey"] = new(RpId: "example.com"),
        ["nobody unlocked it"] = new(IsUnverified: true),
        ["another challenge"] = new(Challenge: Authenticator.Text(new byte[32])),
        ["another purpose"] = new(Type: "webauthn.shop"),
    };

    [Fact]
    public async Task Nobody_signs_in_with_a_lie()
    {
        using var owner = await PasskeyOwner.WithPasskey(shop);
        foreach (var (name, lie) in Lies)
            await IsRefusedAndNothingElse(owner, name, () => owner.SignIn(lie));
    }

    [Fact]
    public async Task Nobody_adds_a_passkey_with_a_lie()
    {
        using var owner = await PasskeyOwner.Register(shop);
        foreach (var (name, lie) in Lies)
        {
            using var refused = await owner.Add(lie);
            await IsRefused(refused, "could not be checked", name);
        }

        Assert.Empty(await owner.Grain.GetPasskeys());
    }

    [Fact]
    public async Task Garbage_is_no_passkey()
    {
        using var owner = await PasskeyOwner.Register(shop);
        foreach (var (name, spoil) in BrokenAnswers.Spoilt)
        {
            using var refused = await owner.SendNew(
                spoil(owner.Device.Create(await owner.AskNew()))
            );
            await IsRefused(refused, "could not be checked", name);
        }

        Assert.Empty(await owner.Grain.GetPasskeys());
    }

    [Fact]
    public async Task Nor_does_it_sign_in()
    {
        using var owner = await PasskeyOwner.WithPasskey(shop);
        foreach (var (name, spoil) in BrokenAnswers.Spoilt)
            await IsRefusedAndNothingElse(
                owner,
                name,
                async () => await owner.Send(spoil(owner.Device.Get(await owner.Ask())))
            );
    }

    [Fact]
    public async Task Whatever_is_broken_in_an_answer_it_is_refused()
    {
        using var device = new Authenticator("http://shop.example.com");
        var context = new DefaultHttpContext();
        context.Request.Scheme = "http";
        context.Request.Host = new("shop.example.com");
        var party = RelyingParty.Of(
            context.Request,
            shop.Store.Service<SignInSettings>(),
            shop.Store.Service<ShopSettings>()
        )!;
        var challenge = new byte[32];
        var asked = party.AskNew(
            challenge,
            new()
            {
                Id = [1],
                Name = "",
                DisplayName = "",
            },
            []
        );
        var made = device.Create(JsonNode.Parse(asked.ToJson())!);
        var known = await party.Judge(Read<AuthenticatorAttestationRawResponse>(made), asked);
        var asking = party.Ask(challenge);
        var got = device.Get(JsonNode.Parse(asking.ToJson())!);
        Assert.NotNull(known);
        Assert.NotNull(
            await party.Judge(Read<AuthenticatorAssertionRawResponse>(got), asking, known.PublicKey)
        );

        foreach (var broken in BrokenAnswers.Of(made, "attestationObject", "clientDataJSON"))
            await party.Judge(Read<AuthenticatorAttestationRawResponse>(broken), asked);
        foreach (
            var broken in BrokenAnswers.Of(got, "authenticatorData", "signature", "clientDataJSON")
        )
            Assert.Null(
                await party.Judge(
                    Read<AuthenticatorAssertionRawResponse>(broken),
                    asking,
                    known.PublicKey
                )
            );
    }

    [Fact]
    public async Task Nobody_signs_in_as_somebody_else()
    {
        using var owner = await PasskeyOwner.WithPasskey(shop);
        using var other = await PasskeyOwner.WithPasskey(shop);
        await IsRefusedAndNothingElse(
            owner,
            "another's passkey",
            () => other.SignIn(new(UserHandle: owner.Device.UserHandle))
        );

        using var twin = new Authenticator(owner.Address.GetLeftPart(UriPartial.Authority))
        {
            Id = owner.Device.Id,
            Counter = 100,
            UserHandle = owner.Device.UserHandle,
        };
        await IsRefusedAndNothingElse(
            owner,
            "a twin",
            async () => await owner.Send(twin.Get(await owner.Ask()).ToJsonString())
        );
    }

    [Fact]
    public async Task What_one_browser_is_asked_another_does_not_answer()
    {
        using var owner = await PasskeyOwner.WithPasskey(shop);
        using var other = new Visitor(owner.Address);
        var answer = owner.Device.Get(await owner.Ask()).ToJsonString();
        using var without = await owner.Send(answer, other);
        using var asked = await other.Post($"{PasskeyPages.SignInAddress}/begin");
        using var with = await owner.Send(answer, other);

        await IsRefused(without, "took too long");
        await IsRefused(with, "could not be checked");
    }

    [Fact]
    public async Task What_is_asked_for_one_thing_is_no_answer_to_another()
    {
        using var owner = await PasskeyOwner.Register(shop);
        var asked = await owner.AskNew();
        await owner.SignOut();
        using var again = await owner.SignInByPassword();
        var old = owner.Device.Create(asked).ToJsonString();
        using var other = await owner.SendNew(old);

        await owner.AskNew();
        using var crossed = await owner.Send(old);

        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        await IsRefused(other, "took too long");
        await IsRefused(crossed, "took too long");
        Assert.Empty(await owner.Grain.GetPasskeys());
    }

    [Fact]
    public async Task A_passkey_is_added_once()
    {
        using var owner = await PasskeyOwner.Register(shop);
        using var added = await owner.Add();
        var asked = await owner.AskNew();
        using var again = await owner.SendNew(owner.Device.Create(asked).ToJsonString());

        Assert.Equal(
            Authenticator.Text(owner.Device.Id),
            asked["excludeCredentials"]![0]!["id"]!.GetValue<string>()
        );
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Contains("already", await Visitor.Html(again), StringComparison.Ordinal);
        Assert.Single(await owner.Grain.GetPasskeys());
    }

    [Fact]
    public async Task Who_signed_in_long_ago_adds_and_removes_none()
    {
        using var owner = await PasskeyOwner.Register(shop);
        using var added = await owner.Add();
        var passkey = (await owner.Grain.GetPasskeys()).Single().Id;
        Age(owner, TimeSpan.FromMinutes(11));
        var page = await owner.Browser.Read(PasskeyPages.Address);
        using var begun = await owner.Browser.Post($"{PasskeyPages.Address}/begin");
        using var sent = await owner.SendNew("{}");
        using var removed = await owner.Remove(passkey);

        Assert.Contains("My key", page, StringComparison.Ordinal);
        Assert.Contains("Sign in again", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Remove", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, begun.StatusCode);
        foreach (var each in (HttpResponseMessage[])[sent, removed])
            Assert.StartsWith(
                "/account/sign-in?",
                each.Headers.Location?.ToString(),
                StringComparison.Ordinal
            );
        Assert.Single(await owner.Grain.GetPasskeys());

        await owner.SignOut();
        using var again = await owner.SignIn();
        using var allowed = await owner.Remove(passkey);
        Assert.Empty(await owner.Grain.GetPasskeys());
    }

    [Fact]
    public void A_challenge_is_good_for_five_minutes()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(60));
        var challenges = new PasskeyChallenges(shop.Store.Service<ServerKeys>(), time);
        var asked = new DefaultHttpContext();
        var begun = challenges.Begin(asked, "this");
        var cookie = asked.Response.Headers.SetCookie.ToString().Split(';')[0];

        time.Advance(CustomerLimits.ChallengeLife - TimeSpan.FromSeconds(1));
        Assert.Equal(begun.Text, challenges.Take(Answer(cookie), "this").Value?.Text);
        Assert.Equal("challenge_over", Take(cookie, "that"));
        Assert.Equal("challenge_over", Take($"{cookie[..^1]}x", "this"));
        Assert.Equal("challenge_over", Take("commerce_passkey=a.99999999999999.b", "this"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("challenge_over", Take(cookie, "this"));

        string? Take(string text, string purpose) =>
            challenges.Take(Answer(text), purpose).Rejection?.Code;

        static HttpContext Answer(string text)
        {
            var context = new DefaultHttpContext();
            context.Request.Headers.Cookie = text;
            return context;
        }
    }

    /// <summary>Refused with a sentence; and what was there is there, and opens.</summary>
    private static async Task IsRefusedAndNothingElse(
        PasskeyOwner owner,
        string what,
        Func<Task<HttpResponseMessage>> attack
    )
    {
        var before = await owner.Grain.GetPasskeys();
        using var refused = await attack();
        using var still = await owner.Browser.Get("/account");

        await IsRefused(refused, "could not be checked", what);
        Assert.Equal(HttpStatusCode.SeeOther, still.StatusCode);
        Assert.Equal(before, await owner.Grain.GetPasskeys());
        using var own = await owner.SignIn();
        Assert.Equal("/account", own.Headers.Location?.ToString());
        await owner.SignOut();
    }

    /// <summary>The cookie of a session, as it would be had it begun earlier.</summary>
    private void Age(PasskeyOwner owner, TimeSpan age)
    {
        const string Name = "commerce_session";
        var cookie = owner.Browser.Cookies.GetCookies(owner.Address)[Name]!;
        var parts = cookie.Value.Split('.');
        var since = long.Parse(parts[2], CultureInfo.InvariantCulture);
        var text = $"{parts[0]}.{parts[1]}.{since - (long)age.TotalSeconds}";
        cookie.Value = $"{text}.{shop.Store.Service<ServerKeys>().Mark(Name, text)}";
    }

    private static T Read<T>(JsonObject answer)
        where T : class => RelyingParty.Read<T>(answer.ToJsonString())!;

    private static async Task IsRefused(
        HttpResponseMessage answer,
        string sentence,
        string? what = null
    )
    {
        Assert.Equal((what, HttpStatusCode.Unauthorized), (what, answer.StatusCode));
        Assert.Contains(sentence, await Visitor.Html(answer), StringComparison.Ordinal);
    }
}
