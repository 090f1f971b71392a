using Commerce.Accounts;
using Commerce.Stores;

namespace Commerce.Carts;

/// <summary>A customer's cart is theirs alone, and there is one of it.</summary>
[Collection(nameof(AccountStore))]
public sealed class MyCartTests(AccountStore store)
{
    private const string Mine = "/api/v1/me/cart";

    [Fact]
    public async Task A_customer_has_one_cart_whichever_way_it_is_opened()
    {
        var ada = store.Anybody;
        Assert.Equal((404, "not_found"), Told(await ada.Get(Mine)));

        var opened = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Open(ada, i % 2 == 0 ? Mine : "/api/v1/carts"))
        );

        var cart = Assert.Single(opened.Select(each => each.Text("id")).Distinct());
        Assert.Equal(1, opened.Count(each => each.Expect(200, 201).Status == 201));
        Assert.Equal(cart, (await ada.Get(Mine)).Expect(200).Text("id"));
        Assert.NotEqual(cart, (await Open(store.Anybody, Mine)).Expect(201).Text("id"));
        Assert.Equal((401, "unauthorized"), Told(await store.Guest.Get(Mine)));
        Assert.Equal((401, "unauthorized"), Told(await Open(store.Guest, Mine)));
        Assert.Equal((401, "unauthorized"), Told(await store.Operator.Get(Mine)));
    }

    [Fact]
    public async Task A_customers_cart_is_to_others_as_if_there_were_none()
    {
        await store.Operator.Stock("OWNED", 50);
        var ada = store.Anybody;
        var cart = (await Open(ada, Mine)).Text("id");
        (await ada.Add(cart, "OWNED", 2)).Expect(201);
        var nobodys = "crt_eu1_01J00000000000000000000000";

        foreach (var other in new[] { store.Guest, store.Anybody, store.Operator })
        {
            foreach (var ask in Requests(other))
            {
                var (theirs, unknown) = (await ask(cart), await ask(nobodys));
                Assert.Equal(404, theirs.Status);
                Assert.Equal(Body(unknown, nobodys), Body(theirs, cart));
            }
        }

        var kept = (await ada.GetCart(cart)).Expect(200);
        Assert.Equal(2, kept.Body["lines"]![0]!["quantity"]!.GetValue<int>());
        Assert.Equal("open", kept.Text("state"));
        (await ada.Checkout(cart, "k")).Expect(201);
    }

    [Fact]
    public async Task A_guests_cart_is_anybodys_who_has_its_id()
    {
        await store.Operator.Stock("SHARED", 50);
        var cart = await store.Guest.FillCart("SHARED");

        (await store.Anybody.Add(cart, "SHARED", 1)).Expect(200);
        (await store.Guest.GetCart(cart)).Expect(200);
    }

    [Fact]
    public async Task There_is_a_new_cart_once_one_is_bought_thrown_away_or_empty_in_other_money()
    {
        await store.Operator.Stock("AGAIN", 50);
        var ada = store.Anybody;
        var first = (await Open(ada, Mine)).Text("id");
        (await ada.Add(first, "AGAIN", 1)).Expect(201);
        (await ada.Checkout(first, "k")).Expect(201);

        // At once: the cart may not have heard yet that it has become an order.
        var second = (await Open(ada, Mine)).Expect(201).Text("id");
        (await ada.Send(HttpMethod.Delete, $"/api/v1/carts/{second}", body: null)).Expect(204);
        Assert.Equal(404, (await ada.Get(Mine)).Status);
        var third = (await Open(ada, Mine)).Expect(201).Text("id");
        var fourth = (await ada.Post(Mine, new { currency = "USD" }, key: null)).Expect(201);
        var fifth = (await ada.Post(Mine, new { currency = "EUR" }, key: null)).Expect(201);
        (await ada.Add(fifth.Text("id"), "AGAIN", 1)).Expect(201);
        var same = (await ada.Post(Mine, new { currency = "USD" }, key: null)).Expect(200);

        Assert.Distinct([first, second, third, fourth.Text("id"), fifth.Text("id")]);
        Assert.Equal(fifth.Text("id"), same.Text("id"));
        Assert.Equal((409, "cart_completed"), Told(await ada.Checkout(first, "other")));
    }

    private static IEnumerable<Func<string, Task<Reply>>> Requests(Shop shop) =>
        [
            cart => shop.GetCart(cart),
            cart => shop.Add(cart, "OWNED", 1),
            cart => shop.Send(HttpMethod.Patch, Line(cart), new { quantity = 3 }),
            cart => shop.Send(HttpMethod.Delete, Line(cart), body: null),
            cart => shop.Send(HttpMethod.Delete, $"/api/v1/carts/{cart}", body: null),
            cart => shop.Get($"/api/v1/carts/{cart}/problems"),
            cart => shop.Get($"/api/v1/carts/{cart}/shipping-options?country=DE"),
            cart =>
                shop.Send(
                    HttpMethod.Put,
                    $"/api/v1/carts/{cart}/shipping-method",
                    new { method = "standard", country = "DE" }
                ),
            cart => shop.Checkout(cart, "theirs"),
        ];

    private static string Line(string cart) => $"/api/v1/carts/{cart}/lines/ln1";

    private static Task<Reply> Open(Shop shop, string path) => shop.Post(path, new { }, key: null);

    /// <summary>What is said, but for which request it answers.</summary>
    private static string Body(Reply reply, string cart)
    {
        reply.Body.Remove("traceId");
        return reply.Body.ToJsonString().Replace(cart, "", StringComparison.Ordinal);
    }

    private static (int, string?) Told(Reply reply) => (reply.Status, reply.Code);
}
