using System.Net;
using System.Net.Http.Json;
using Commerce.Accounts;
using Commerce.Customers;
using Commerce.Secrets;
using Commerce.Stores;

namespace Commerce.Privacy;

/// <summary>That people are told all that is known of them, and are forgotten.</summary>
public sealed class PrivacyTests(PrivacyStore store) : IClassFixture<PrivacyStore>
{
    private const string Export = "/api/v1/me/export";
    private const string Erasure = "/api/v1/me/erasure";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_export_has_each_thing_once_and_nothing_of_others()
    {
        var (ada, ben) = (new Person("zq1ada"), new Person("zq1ben"));
        var id = await store.Register(ada.Email, ada.Name);
        var (hers, his) = (store.As(id), store.As(await store.Register(ben.Email, ben.Name)));
        await Begin(id, "zq1adadevice");
        await ada.Keep(hers);
        var consent = new
        {
            purpose = "newsletter",
            version = "zq1adatext",
            granted = true,
        };
        (await hers.Post("/api/v1/me/consents", consent, key: null)).Expect(200, 201);
        await ada.Buy(hers, "TEA");
        await ben.Buy(his, "TEA");

        var asked = (await hers.Post(Export, new { }, key: "once")).Expect(202);
        var again = (await hers.Post(Export, new { }, key: "once")).Expect(202);
        var told = await PrivacyStore.Export(hers, orders: 1);
        var page = await store.Page(
            asked.Location,
            PrivacyStore.SignRecently(store.Issuer, id.Value)
        );

        Assert.Equal((asked.Location, true), (again.Location, again.IsReplay));
        foreach (var text in (string[])[.. ada.Texts, .. ada.Kept, "zq1adadevice", "zq1adatext"])
        {
            Assert.Equal(2, told.Body.ToJsonString().Split(text).Length);
            Assert.Equal(2, page.Split(text).Length);
        }

        Assert.False(Person.IsIn(told.Body.ToJsonString(), ben.Mark));
        Assert.False(Person.IsIn(page, ben.Mark));
        Assert.DoesNotContain("tok_ok", told.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(404, (await his.Get(asked.Location)).Status);
    }

    [Fact]
    public async Task What_a_guest_bought_is_theirs_by_an_address_that_is_known_to_be()
    {
        var eve = new Person("zq2eve");
        var bought = await eve.Buy(store.Guest, "TEA", eve.Email);
        var hers = store.As(await store.Register(eve.Email, eve.Name));

        var told = await PrivacyStore.Export(hers, orders: 1);

        Assert.Equal(bought.Text("id"), told.Body["orders"]![0]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Nothing_of_it_is_done_for_who_signed_in_long_ago_or_not_at_all()
    {
        var id = await store.Register("zq3@example.com", "zq3");
        var stale = new Shop(store.Edge.Http, store.Issuer.Sign(id.Value));

        foreach (var route in (string[])[Export, Erasure])
        {
            var refused = await stale.Post(route, new { }, key: null);
            Assert.Equal((401, "step_up_required"), (refused.Status, refused.Code));
            Assert.Equal(401, (await store.Guest.Post(route, new { }, key: null)).Status);
        }

        Assert.True((await store.Grains.Customer(id).Get()).IsAccepted);
    }

    [Fact]
    public async Task Whoever_is_erased_is_nowhere_and_their_sums_stay()
    {
        var fay = new Person("zq4fay");
        var guest = await fay.Buy(store.Guest, "TEA", fay.Email);
        var id = await store.Register(fay.Email, fay.Name);
        var hers = store.As(id);
        await Begin(id, "zq4faydevice");
        await fay.Keep(hers);
        var order = await fay.Buy(hers, "TEA");
        var cart = await hers.FillCart("TEA");
        await PrivacyStore.Export(hers, orders: 2);
        var export = (await hers.Post(Export, new { }, key: null)).Expect(202).Location;
        var other = await new Person("zq4gus").Buy(store.Guest, "TEA");

        (await hers.Post(Erasure, new { }, key: null)).Expect(202);

        await IsErased(hers);
        Assert.Equal((410, "erased"), Told(await hers.Get(export)));
        Assert.Equal((410, "erased"), Told(await hers.Post(Export, new { }, key: null)));
        Assert.Equal("erased", (await store.Grains.Customer(id).Get()).Rejection?.Code);
        Assert.Empty(await store.Grains.Customer(id).GetSessions());
        Assert.NotEqual(200, (await hers.GetCart(cart)).Status);
        foreach (var bought in (Reply[])[guest, order])
        {
            var kept = (await store.Operator.GetOrder(bought.Text("id"))).Expect(200);
            Assert.True(kept.Body["redacted"]!.GetValue<bool>());
            Assert.False(Person.IsIn(kept.Body.ToJsonString(), fay.Mark));
            Assert.Equal(bought.Total, kept.Total);
        }

        var others = (await store.Operator.GetOrder(other.Text("id"))).Expect(200);
        Assert.Equal("zq4guso1mail@example.com", others.Text("email"));
        Assert.False(Person.IsIn(store.Edge.Logged, fay.Mark));
    }

    [Fact]
    public async Task Their_address_is_anybodys_and_their_password_opens_nothing()
    {
        var hal = new Person("zq5hal");
        using var opened = await Open(hal.Email);
        var id = CustomerId.Parse((await Body(opened)).GetProperty("id").GetString()!, null);
        (await store.As(id).Post(Erasure, new { }, key: null)).Expect(202);

        var signIn = store.Edge.Service<PasswordSignIn>();
        var refused = await signIn.Try(hal.Email, Person.Password);
        using var anew = await Open(hal.Email);

        Assert.Equal("invalid_credentials", refused.Rejection?.Code);
        Assert.Equal(HttpStatusCode.Created, anew.StatusCode);
        Assert.NotEqual(id.Value, (await Body(anew)).GetProperty("id").GetString());
        Assert.Equal("erased", (await store.Grains.Customer(id).Get()).Rejection?.Code);
    }

    [Fact]
    public async Task An_operator_has_somebody_erased_who_wrote_a_letter()
    {
        var ida = await store.Register("zq6@example.com", "zq6ida");
        var at = $"/admin/v1/customers/{ida}/erasure";
        Assert.Equal(404, (await store.Operator.Get(at)).Status);

        (await store.Operator.Post(at, new { }, key: null)).Expect(202);

        await IsErased(store.Operator, at);
        var nobody = $"/admin/v1/customers/{Issuer.NewAccount()}/erasure";
        Assert.Equal((404, "not_found"), Told(await store.Operator.Post(nobody, new { }, null)));
        var tool = new Shop(store.Edge.Http, store.Issuer.SignTool("till", "orders:write"));
        Assert.Equal(403, (await tool.Post(at, new { }, key: null)).Status);
    }

    /// <summary>Signs in with a device.</summary>
    private async Task Begin(CustomerId id, string device)
    {
        var account = store.Grains.Customer(id);
        var key = (await account.Get()).Value!.WrappedKey;
        var begun = await account.BeginSession(
            new(store.Edge.Service<IdGenerator>().New(SessionId.Prefix)),
            store.Edge.Service<Sealer>().Seal(device, [.. key]),
            TimeProvider.System.GetUtcNow().AddDays(1)
        );
        Assert.True(begun.IsAccepted);
    }

    private Task<HttpResponseMessage> Open(string email) =>
        store.Edge.Http.PostAsJsonAsync(
            "/api/v1/accounts",
            new { email, password = Person.Password },
            Cancellation
        );

    private static async Task<System.Text.Json.JsonElement> Body(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Cancellation);

    private static async Task IsErased(Shop shop, string at = Erasure)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((await shop.Get(at)).Expect(200).Text("status") is not "erased")
            time.Token.ThrowIfCancellationRequested();
    }

    private static (int, string?) Told(Reply reply) => (reply.Status, reply.Code);
}
