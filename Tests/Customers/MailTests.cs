using System.Net;
using Commerce.Catalog;

namespace Commerce.Customers;

/// <summary>What is proved by mail: addresses, and who forgot their password.</summary>
[Collection(AccountTests.Name)]
public sealed class MailTests(CustomerStore store)
{
    private const string Other = "apple cake on monday";

    private PasswordSignIn SignIn => store.Store.Service<PasswordSignIn>();

    [Fact]
    public async Task An_address_is_theirs_once_they_say_what_was_mailed_there()
    {
        var shopper = await store.Open("nora@example.com");

        using var asked = await shopper.Ask(HttpMethod.Post, "/email/verification");
        using var soon = await shopper.Ask(HttpMethod.Post, "/email/verification");
        var token = await store.MailedToken("nora@example.com");
        using var forged = await Verify(token[..^1] + (token[^1] == 'A' ? 'Q' : 'A'));
        using var verified = await Verify(token);
        using var used = await Verify(token);
        using var read = await shopper.Ask(HttpMethod.Get);
        using var again = await shopper.Ask(HttpMethod.Post, "/email/verification");

        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, soon.StatusCode);
        Assert.InRange(soon.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("invalid_token", await forged.Code());
        Assert.Equal(HttpStatusCode.NoContent, verified.StatusCode);
        Assert.Equal("invalid_token", await used.Code());
        Assert.True((await read.Json()).GetProperty("emailVerified").GetBoolean());
        Assert.Equal("already_verified", await again.Code());
    }

    [Fact]
    public async Task Another_address_counts_once_it_is_verified_and_frees_the_one_before()
    {
        var shopper = await store.Open("otto@example.com");
        await store.Open("taken@example.com");
        var stale = store.Shopper(shopper.Id.Value, TimeSpan.FromMinutes(11));

        using var refused = await Change(stale, "otto@new.example.com");
        using var taken = await Change(shopper, "taken@example.com");
        using var asked = await Change(shopper, "Otto@New.example.com");
        using var before = await shopper.Ask(HttpMethod.Get);
        using var verified = await Verify(await store.MailedToken("Otto@New.example.com"));
        using var after = await shopper.Ask(HttpMethod.Get);
        var told = await store.Mail("otto@example.com");
        using var reused = await store.Register("otto@example.com");
        using var theirs = await store.Register("otto@new.example.com");

        Assert.Equal("step_up_required", await refused.Code());
        Assert.Equal("email_taken", await taken.Code());
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        Assert.Equal("otto@example.com", await EmailOf(before));
        Assert.Equal(HttpStatusCode.NoContent, verified.StatusCode);
        Assert.Equal("Otto@New.example.com", await EmailOf(after));
        Assert.Contains("e-mail address was changed", told.Subject, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, reused.StatusCode);
        Assert.Equal("email_taken", await theirs.Code());
        Assert.True((await SignIn.Try("otto@new.example.com", CustomerStore.Password)).IsAccepted);
    }

    [Fact]
    public async Task Who_forgot_their_password_chooses_another_once_and_is_signed_out()
    {
        var shopper = await store.Open("paula@example.com");
        var customer = store.Store.Service<IGrainFactory>().Customer(shopper.Id);
        var session = new SessionId(store.Store.Service<IdGenerator>().New(SessionId.Prefix));
        await customer.BeginSession(session, "device", TimeProvider.System.GetUtcNow().AddDays(1));
        for (var i = 0; i < 10; i++)
            await SignIn.Try("paula@example.com", "wrong");

        using var unknown = await store.Post("/password/forgot", new { email = "x@example.com" });
        using var forgot = await store.Post(
            "/password/forgot",
            new { email = "Paula@example.com" }
        );
        var token = await store.MailedToken("paula@example.com");
        using var weak = await Reset(token, "short");
        using var reset = await Reset(token, Other);
        using var used = await Reset(token, "cherry pie on friday");
        var told = await store.Mail("paula@example.com");

        Assert.Equal(HttpStatusCode.Accepted, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, forgot.StatusCode);
        Assert.Equal("weak_password", await weak.Code());
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Equal("invalid_token", await used.Code());
        Assert.Contains("password was changed", told.Subject, StringComparison.Ordinal);
        Assert.False(await customer.HasSession(session));
        Assert.True((await SignIn.Try("paula@example.com", Other)).IsAccepted);
        Assert.False((await SignIn.Try("paula@example.com", CustomerStore.Password)).IsAccepted);
    }

    [Fact]
    public async Task Who_knows_their_password_changes_it_and_stays_signed_in_where_they_are()
    {
        var opened = await store.Open("quinn@example.com");
        var customer = store.Store.Service<IGrainFactory>().Customer(opened.Id);
        var ids = store.Store.Service<IdGenerator>();
        var (here, there) = (new SessionId(ids.New("ses")), new SessionId(ids.New("ses")));
        var until = TimeProvider.System.GetUtcNow().AddDays(1);
        await customer.BeginSession(here, "device", until);
        await customer.BeginSession(there, "device", until);
        var shopper = store.Shopper(opened.Id.Value, session: here.Value);

        using var wrong = await shopper.Ask(
            HttpMethod.Post,
            "/password",
            new { current = "wrong", @new = Other }
        );
        using var changed = await shopper.Ask(
            HttpMethod.Post,
            "/password",
            new { current = CustomerStore.Password, @new = Other }
        );

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal("invalid_credentials", await wrong.Code());
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.True(await customer.HasSession(here));
        Assert.False(await customer.HasSession(there));
        Assert.True((await SignIn.Try("quinn@example.com", Other)).IsAccepted);
    }

    private static Task<HttpResponseMessage> Change(Shopper shopper, string email) =>
        shopper.Ask(HttpMethod.Post, "/email", new { email });

    private Task<HttpResponseMessage> Verify(string token) =>
        store.Post("/email/verify", new { token });

    private Task<HttpResponseMessage> Reset(string token, string password) =>
        store.Post("/password/reset", new { token, password });

    private static async Task<string?> EmailOf(HttpResponseMessage answer) =>
        (await answer.Json()).GetProperty("email").GetString();
}
