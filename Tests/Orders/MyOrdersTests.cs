using System.Text.Json.Nodes;
using Commerce.Customers;
using Commerce.Stores;
using Commerce.Views;

namespace Commerce.Orders;

/// <summary>Whose an order is, and who comes across it.</summary>
[Collection(nameof(Accounts.AccountStore))]
public sealed class MyOrdersTests(Accounts.AccountStore store) : IAsyncLifetime
{
    private const string Mine = "/api/v1/me/orders";
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Nobodys = "ord_eu1_01J00000000000000000000000";

    private readonly string _name = $"{Guid.CreateVersion7():N}";

    public async ValueTask InitializeAsync() => await store.Operator.Stock("ORDERED", units: 500);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Guests_orders_of_an_address_are_its_owners_once_it_is_verified()
    {
        var (ada, ben) = (await Customer("ada", isVerified: true), await Customer("ben", false));
        var adas = await Buy(ada, email: null);
        var elsewhere = await Buy(ada, "other@example.org");
        var guests = await Buy(store.Guest, Address("ADA"));
        var unverified = await Buy(store.Guest, Address("ben"));
        // Another customer's, however they call themselves.
        var carols = await Buy(await Customer("carol", true), Address("ada"));
        await store.Edge.Service<IGrainFactory>().CatchUp();

        Assert.Equal([guests, elsewhere, adas], Ids(await ada.Get(Mine)));
        Assert.Empty(Ids(await ben.Get(Mine)));
        foreach (
            var (who, order, status) in new[]
            {
                (ada, adas, 200),
                (ada, elsewhere, 200),
                (ada, guests, 200),
                (ada, carols, 404),
                (ada, unverified, 404),
                (ben, unverified, 404),
                (ben, adas, 404),
            }
        )
        {
            Assert.Equal(status, (await who.Get($"/api/v1/orders/{order}")).Status);
        }

        Assert.Equal((401, "unauthorized"), Told(await store.Guest.Get(Mine)));
    }

    [Fact]
    public async Task Orders_are_leafed_through_and_tell_no_mark_of_an_address()
    {
        var ada = await Customer("ada", isVerified: true);
        string[] bought =
        [
            await Buy(ada, email: null),
            await Buy(store.Guest, Address("ada")),
            await Buy(ada, email: null),
        ];
        await store.Edge.Service<IGrainFactory>().CatchUp();

        var (leafed, next) = (new List<string>(), $"{Mine}?limit=1");
        while (next is not null)
        {
            var page = (await ada.Get(next)).Expect(200);
            Assert.DoesNotContain("buyer", page.Body.ToJsonString(), StringComparison.Ordinal);
            leafed.AddRange(Ids(page));
            var cursor = (string?)page.Body["page"]!["next"];
            Assert.Equal(400, (await store.Anybody.Get($"{Mine}?cursor={cursor ?? "x"}")).Status);
            next = cursor is null ? null : $"{Mine}?limit=1&cursor={cursor}";
        }

        Assert.Equal(bought.Reverse(), leafed);
    }

    [Fact]
    public async Task An_owner_needs_no_token_and_to_others_there_is_no_order()
    {
        var ada = await Customer("ada", isVerified: true);
        var others = new[]
        {
            store.Guest,
            store.Anybody,
            await Customer("ben", true),
            store.Operator,
        };
        var cart = (await ada.Post("/api/v1/me/cart", new { }, key: null)).Text("id");
        (await ada.Add(cart, "ORDERED", 1)).Expect(201);
        var declined = await ada.Send(
            HttpMethod.Post,
            $"/api/v1/carts/{cart}/checkout",
            Checkout(email: null, "tok_declined"),
            "k"
        );
        var order = declined.Expect(402).Location.Split('/')[^1];

        foreach (var other in others)
        {
            foreach (var ask in Requests())
            {
                var (theirs, unknown) = (await ask(other, order), await ask(other, Nobodys));
                Assert.Equal((404, "not_found"), Told(theirs));
                Assert.Equal(Body(unknown, Nobodys), Body(theirs, order));
            }
        }

        foreach (var ask in Requests())
            Assert.InRange((await ask(ada, order)).Status, 200, 202);
        Assert.Equal("cancelled", (await ada.Get($"/api/v1/orders/{order}")).Text("status"));
    }

    [Fact]
    public async Task A_guest_must_say_an_address_and_a_customer_need_not()
    {
        var ada = await Customer("ada", isVerified: false);
        var order = await Buy(ada, email: null);
        Assert.Equal(Address("ada"), (await ada.Get($"/api/v1/orders/{order}")).Text("email"));

        foreach (var nameless in new[] { store.Guest, store.Anybody })
        {
            var cart = await store.Guest.FillCart("ORDERED");
            var refused = await nameless.Send(
                HttpMethod.Post,
                $"/api/v1/carts/{cart}/checkout",
                Checkout(email: null),
                "k"
            );
            Assert.Equal((422, "invalid_checkout"), Told(refused));
            Assert.Equal("/email", (string?)refused.Body["errors"]![0]!["pointer"]);
        }
    }

    [Fact]
    public async Task Their_pages_show_customers_their_orders_and_others_none()
    {
        var ada = await Customer("ada", isVerified: true);
        var order = await Buy(ada, email: null);
        await store.Edge.Service<IGrainFactory>().CatchUp();

        Assert.Contains($"/order/{order}", await Page(ada, "/account/orders"), Ordinal);
        Assert.Contains("Thank you!", await Page(ada, $"/order/{order}"), Ordinal);
        Assert.DoesNotContain(order, await Page(store.Anybody, "/account/orders"), Ordinal);
        Assert.Equal(404, (await store.Anybody.Get($"/order/{order}")).Status);
        Assert.Equal(404, (await store.Guest.Get($"/order/{order}")).Status);
        var away = (await store.Guest.Get("/account/orders")).Expect(303);
        Assert.Equal("/account/sign-in?back=%2Faccount%2Forders", away.Location);
    }

    private static async Task<string> Page(Shop shop, string path) =>
        (await shop.Get(path)).Expect(200).Page;

    private static Func<Shop, string, Task<Reply>>[] Requests() =>
        [
            (who, order) => who.Get($"/api/v1/orders/{order}"),
            (who, order) => who.Get($"/api/v1/orders/{order}/events"),
            (who, order) =>
                who.Send(
                    HttpMethod.Post,
                    $"/api/v1/orders/{order}/payments",
                    new { paymentMethod = new { token = "tok_ok" } },
                    "pay",
                    wait: 10
                ),
            (who, order) =>
                who.Send(HttpMethod.Post, $"/api/v1/orders/{order}/cancel", new { }, "c", wait: 10),
        ];

    private async Task<Shop> Customer(string name, bool isVerified)
    {
        var registered = await store
            .Edge.Service<Registrations>()
            .Register(Address(name), new(), isVerified);
        return store.As(registered.Value!.Id.Value);
    }

    private string Address(string name) => $"{name}@{_name}.example";

    private static async Task<string> Buy(Shop shop, string? email)
    {
        var opened = await shop.Post("/api/v1/carts", new { }, key: null);
        var cart = opened.Expect(200, 201).Text("id");
        (await shop.Add(cart, "ORDERED", 1)).Expect(201);
        var bought = await shop.Send(
            HttpMethod.Post,
            $"/api/v1/carts/{cart}/checkout",
            Checkout(email),
            "k",
            wait: 10
        );
        return bought.Expect(201).Text("id");
    }

    private static JsonObject Checkout(string? email, string token = "tok_ok")
    {
        var body = new JsonObject
        {
            ["shippingAddress"] = new JsonObject
            {
                ["name"] = "Ada",
                ["line1"] = "1 High Street",
                ["city"] = "Berlin",
                ["postalCode"] = "10115",
                ["country"] = "DE",
            },
            ["paymentMethod"] = new JsonObject { ["token"] = token },
        };
        if (email is not null)
            body["email"] = email;
        return body;
    }

    private static string[] Ids(Reply page) =>
        [.. page.Expect(200).Body["data"]!.AsArray().Select(each => (string)each!["id"]!)];

    private static string Body(Reply reply, string order)
    {
        reply.Body.Remove("traceId");
        return reply.Body.ToJsonString().Replace(order, "", StringComparison.Ordinal);
    }

    private static (int, string?) Told(Reply reply) => (reply.Status, reply.Code);
}
