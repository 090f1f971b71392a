using Commerce.LoadTests.Http;

namespace Commerce.LoadTests.Scenarios;

/// <summary>What shoppers do with a cart.</summary>
internal static class Basket
{
    private const string Buyer = """
        {"email":"shopper@example.com","shippingAddress":{"name":"A Shopper",
        "line1":"1 High Street","city":"Berlin","postalCode":"10115","country":"DE"},
        "paymentMethod":{"token":"tok_ok"}}
        """;

    /// <param name="cart">Its path.</param>
    public static ValueTask<Response> Add(Client client, string cart, string sku) =>
        client.Post($"{cart}/lines", $$"""{"sku":"{{sku}}","quantity":1}""", step: "add");

    /// <summary>Pays for what is in it, and notes what was bought.</summary>
    /// <returns>Whether the order is confirmed.</returns>
    public static async ValueTask<bool> CheckOut(
        Client client,
        string cart,
        params (string Sku, int Units)[] lines
    )
    {
        var response = await Ask(client, cart, client.FreshName());
        Note(client, response, lines);
        return response.Is(201);
    }

    /// <param name="key">Asked again with the same, it is the same order.</param>
    public static ValueTask<Response> Ask(Client client, string cart, string key) =>
        client.Post($"{cart}/checkout", Buyer, key, "checkout");

    /// <summary>Notes what became of a checkout by its last answer.</summary>
    public static void Note(Client client, Response response, (string Sku, int Units)[] lines)
    {
        var isHeard = response.Failure is null && response.Status < 500;
        foreach (var (sku, units) in lines)
        {
            if (response.Is(201))
                client.Books.Sold(sku, units);
            else if (!isHeard || response.Status < 300)
                client.Books.Unheard(sku, units);
        }
    }
}
