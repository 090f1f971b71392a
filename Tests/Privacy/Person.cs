using Commerce.Stores;

namespace Commerce.Privacy;

/// <summary>Somebody with a text of their own in every field, by which they are found.</summary>
internal sealed record Person(string Mark)
{
    private int _orders;

    public string Email => $"{Mark}mail@example.com";

    public string Name => $"{Mark}name";

    public static string Password => "plum tart on sunday";

    /// <summary>All that was said in the account, and in its newest order.</summary>
    public IEnumerable<string> Texts => [Email, Name, .. TextsOf(_orders)];

    public static bool IsIn(string text, string mark) =>
        text.Contains(mark, StringComparison.OrdinalIgnoreCase);

    /// <summary>Buys something, with other texts each time.</summary>
    /// <returns>The order.</returns>
    public async Task<Reply> Buy(Shop shop, string sku, string? email = null)
    {
        var texts = TextsOf(++_orders);
        var cart = await shop.FillCart(sku);
        var bought = await shop.Send(
            HttpMethod.Post,
            $"/api/v1/carts/{cart}/checkout",
            new
            {
                email = email ?? texts[0],
                shippingAddress = new
                {
                    name = texts[1],
                    line1 = texts[2],
                    line2 = texts[3],
                    city = texts[4],
                    postalCode = texts[5],
                    region = texts[6],
                    country = "DE",
                },
                paymentMethod = new { token = "tok_ok" },
            },
            key: cart,
            wait: 10
        );
        return bought.Expect(201);
    }

    private string[] TextsOf(int order) =>
        [
            $"{Mark}o{order}mail@example.com",
            $"{Mark}o{order}person",
            $"{Mark}o{order}street",
            $"{Mark}o{order}floor",
            $"{Mark}o{order}city",
            $"{Mark}o{order}zip",
            $"{Mark}o{order}region",
        ];
}
