using System.Net;
using System.Text.Json;
using Commerce.Catalog;
using Commerce.Secrets;

namespace Commerce.Customers;

/// <summary>What customers say of themselves, and where they are signed in.</summary>
[Collection(AccountTests.Name)]
public sealed class MeTests(CustomerStore store)
{
    [Fact]
    public async Task What_they_say_of_themselves_is_merged()
    {
        var shopper = await store.Open("dora@example.com");

        using var changed = await shopper.Ask(
            HttpMethod.Patch,
            body: new
            {
                name = "Dora",
                phone = "+43 1 234567",
                birthday = "1990-12-31",
                locale = "de-AT",
            }
        );
        using var taken = await shopper.Ask(HttpMethod.Patch, body: new { phone = (string?)null });
        using var read = await shopper.Ask(HttpMethod.Get);

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.Equal("+43 1 234567", (await changed.Json()).GetProperty("phone").GetString());
        var body = await read.Json();
        Assert.Equal("Dora", body.GetProperty("name").GetString());
        Assert.Equal("1990-12-31", body.GetProperty("birthday").GetString());
        Assert.False(body.TryGetProperty("phone", out _));
        Assert.Equal(taken.Headers.ETag, read.Headers.ETag);
    }

    [Fact]
    public async Task Changes_of_several_members_at_once_all_land()
    {
        var shopper = await store.Open("emil@example.com");
        object[] patches =
        [
            new { name = "Emil" },
            new { phone = "040 123456" },
            new { locale = "de" },
        ];

        var answers = await Task.WhenAll(
            patches.Select(each => shopper.Ask(HttpMethod.Patch, body: each))
        );

        Assert.All(answers, each => Assert.Equal(HttpStatusCode.OK, each.StatusCode));
        using var read = await shopper.Ask(HttpMethod.Get);
        var body = await read.Json();
        string[] names = ["name", "phone", "locale"];
        Assert.All(names, name => Assert.True(body.TryGetProperty(name, out _), name));
    }

    [Theory]
    [InlineData("""{"phone":"none"}""", 422, "/phone")]
    [InlineData("""{"birthday":"1850-01-01"}""", 422, "/birthday")]
    [InlineData("""{"birthday":"9999-01-01"}""", 422, "/birthday")]
    [InlineData("""{"birthday":"yesterday"}""", 400, "/birthday")]
    [InlineData("""{"email":"other@example.com"}""", 400, "/email")]
    [InlineData("""{"name":" "}""", 422, "/name")]
    public async Task What_is_not_in_its_form_is_refused(string patch, int status, string place)
    {
        var shopper = await store.Open($"form-{Guid.CreateVersion7():n}@example.com");

        using var refused = await shopper.Ask(HttpMethod.Patch, body: JsonElement.Parse(patch));

        Assert.Equal(status, (int)refused.StatusCode);
        var error = (await refused.Json()).GetProperty("errors")[0];
        Assert.Equal(place, error.GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Guests_and_accounts_of_nobody_have_nothing_of_their_own()
    {
        var nobody = store.Shopper(Accounts.Issuer.NewAccount());

        using var guest = await store.Store.Http.GetAsync(
            "/api/v1/me",
            TestContext.Current.CancellationToken
        );
        using var read = await nobody.Ask(HttpMethod.Get);
        using var wished = await nobody.Ask(HttpMethod.Post, "/wishlist", new { sku = "A" });

        Assert.Equal(HttpStatusCode.Unauthorized, guest.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, wished.StatusCode);
    }

    [Fact]
    public async Task Preferences_are_what_was_put_last()
    {
        var shopper = await store.Open("fritz@example.com");
        using var none = await shopper.Ask(HttpMethod.Get, "/preferences");
        using var put = await shopper.Ask(
            HttpMethod.Put,
            "/preferences",
            new { values = new { theme = "dark" } }
        );
        using var read = await shopper.Ask(HttpMethod.Get, "/preferences");

        Assert.Empty((await none.Json()).GetProperty("values").EnumerateObject());
        var values = (await read.Json()).GetProperty("values");
        Assert.Equal("dark", values.GetProperty("theme").GetString());
        Assert.Equal(put.Headers.ETag, read.Headers.ETag);
    }

    [Fact]
    public async Task A_session_that_was_ended_is_one_no_longer()
    {
        var opened = await store.Open("greta@example.com");
        var customer = store.Store.Service<IGrainFactory>().Customer(opened.Id);
        var key = (await customer.Get()).Value!.WrappedKey;
        var sessions = new List<SessionId>();
        foreach (var device in (string[])["phone", "laptop", "library"])
        {
            var id = new SessionId(store.Store.Service<IdGenerator>().New(SessionId.Prefix));
            var label = store.Store.Service<Sealer>().Seal(device, key.AsSpan());
            var until = TimeProvider.System.GetUtcNow().AddDays(sessions.Count + 1);
            Assert.True((await customer.BeginSession(id, label, until)).IsAccepted);
            sessions.Add(id);
        }

        var shopper = store.Shopper(opened.Id.Value, session: sessions[0].Value);
        var longAgo = store.Shopper(opened.Id.Value, TimeSpan.FromMinutes(11));
        using var stale = await longAgo.Ask(HttpMethod.Delete, $"/sessions/{sessions[1]}");
        using var listed = await shopper.Ask(HttpMethod.Get, "/sessions");
        using var ended = await shopper.Ask(HttpMethod.Delete, $"/sessions/{sessions[1]}");
        using var others = await shopper.Ask(HttpMethod.Delete, "/sessions");

        Assert.Equal(HttpStatusCode.Unauthorized, stale.StatusCode);
        Assert.Equal("step_up_required", await stale.Code());
        Assert.Contains("max_age=600", stale.Headers.WwwAuthenticate.ToString());
        Assert.Equal(
            ["phone True", "laptop False", "library False"],
            (await listed.Json())
                .GetProperty("data")
                .EnumerateArray()
                .Select(each => $"{each.GetProperty("device")} {each.GetProperty("current")}")
        );
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, others.StatusCode);
        Assert.True(await customer.HasSession(sessions[0]));
        Assert.False(await customer.HasSession(sessions[1]));
        Assert.False(await customer.HasSession(sessions[2]));
        var again = await customer.BeginSession(
            sessions[2],
            "again",
            TimeProvider.System.GetUtcNow().AddDays(3)
        );
        Assert.Equal("session_ended", again.Rejection?.Code);
    }
}
