using System.Net;
using Commerce.Stores;

namespace Commerce.SignIn;

/// <summary>Whoever has signed in need not say what the shop knows.</summary>
[Collection(nameof(SignInShop))]
public sealed class KnownShopperTests(SignInShop shop)
{
    private const string Sku = "KNOWN";

    private static readonly (string, string)[] One =
    [
        ("slug", "product-known"),
        ("sku", Sku),
        ("quantity", "1"),
        ("key", "the-form's"),
    ];

    private static readonly object London = new
    {
        name = "Ada Example",
        line1 = "12 St James's Square",
        city = "London",
        postalCode = "SW1Y 4JH",
        country = "GB",
    };

    [Fact]
    public async Task An_order_goes_to_one_of_their_own_addresses_as_it_was_then()
    {
        await shop.Store.Stock(Sku);
        using var person = await new Person(shop).Register();
        using var other = await new Person(shop).Register();
        var (ada, ben) = (await Api(person), await Api(other));
        var home = (await ada.Post("/api/v1/me/addresses", London, key: null)).Expect(201);
        var (id, cart) = (home.Text("id"), await Fill(ada));
        var theirs = await Fill(ben);

        Assert.Equal((422, "invalid_checkout"), Told(await Buy(ben, theirs, id)));
        Assert.Equal((422, "invalid_checkout"), Told(await Buy(ada, cart, id, London)));
        Assert.Equal((422, "invalid_checkout"), Told(await Buy(ada, cart, addressId: null)));
        var bought = (await Buy(ada, cart, id)).Expect(201);
        (await ada.Send(HttpMethod.Delete, $"/api/v1/me/addresses/{id}", body: null)).Expect(204);

        var order = (await ada.Get($"/api/v1/orders/{bought.Text("id")}")).Expect(200);
        Assert.Equal(person.Email, order.Text("email"));
        Assert.Equal("SW1Y 4JH", order.Body["shippingAddress"]!["postalCode"]!.GetValue<string>());
        Assert.Equal("open", (await ben.GetCart(theirs)).Expect(200).Text("state"));
    }

    [Fact]
    public async Task The_checkouts_form_is_filled_with_who_they_are_and_where_they_live()
    {
        await shop.Store.Stock(Sku);
        using var person = await new Person(shop).Register();
        using var added = await person.Browser.Post("/cart/lines", One);
        var bare = await person.Browser.Read("/checkout");
        (await (await Api(person)).Post("/api/v1/me/addresses", London, key: null)).Expect(201);
        var filled = await person.Browser.Read("/checkout");

        Assert.Equal(HttpStatusCode.SeeOther, added.StatusCode);
        Assert.Contains($"value=\"{person.Email}\"", bare, StringComparison.Ordinal);
        Assert.DoesNotContain("Square", bare, StringComparison.Ordinal);
        Assert.Contains("SW1Y 4JH", filled, StringComparison.Ordinal);
        Assert.Matches("<option value=\"GB\" selected", filled);
    }

    private static Task<Reply> Buy(
        Shop who,
        string cart,
        string? addressId,
        object? address = null
    ) =>
        who.Send(
            HttpMethod.Post,
            $"/api/v1/carts/{cart}/checkout",
            new
            {
                shippingAddressId = addressId,
                shippingAddress = address,
                paymentMethod = new { token = "tok_ok" },
            },
            $"buy-{cart}-{addressId}-{address is null}",
            wait: 10
        );

    private static async Task<string> Fill(Shop who)
    {
        var cart = (await who.Post("/api/v1/me/cart", new { currency = "EUR" }, key: null))
            .Expect(201)
            .Text("id");
        (await who.Add(cart, Sku, 1)).Expect(201);
        return cart;
    }

    private async Task<Shop> Api(Person person) =>
        new(shop.Store.Http, (await person.Enter()).Access);

    private static (int, string?) Told(Reply reply) => (reply.Status, reply.Code);
}
