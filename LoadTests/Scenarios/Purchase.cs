using System.Diagnostics;

namespace Commerce.LoadTests.Scenarios;

/// <summary>A shopper fills a cart with two lines and pays: from the cart to the order.</summary>
internal sealed class Purchase : Scenario
{
    private const int ProductCount = 200;

    private const string Buyer = """
        {"email":"shopper@example.com","shippingAddress":{"name":"A Shopper",
        "line1":"1 High Street","city":"Berlin","postalCode":"10115","country":"DE"},
        "paymentMethod":{"token":"tok_ok"}}
        """;

    private Product[] _products = [];

    public override string Name => "purchase";

    public override string About => "open a cart, add two lines, check out, confirmed";

    public override async Task Prepare(Fleet fleet, TimeSpan length) =>
        _products = await Goods.Make(fleet, ProductCount);

    public override async ValueTask<bool> Operate(Client client)
    {
        var first = client.Random.Next(ProductCount);
        var second = (first + client.Random.Next(1, ProductCount)) % ProductCount;
        return await NewCart.Open(client) is { } cart
            && await Add(client, cart, first)
            && await Add(client, cart, second)
            && await CheckOut(client, cart);
    }

    private async ValueTask<bool> Add(Client client, string cart, int product)
    {
        var body = $$"""{"sku":"{{_products[product].Sku}}","quantity":1}""";
        return (await client.Post($"{cart}/lines", body)).Is(201);
    }

    private static async ValueTask<bool> CheckOut(Client client, string cart)
    {
        var asked = Stopwatch.GetTimestamp();
        var response = await client.Post($"{cart}/checkout", Buyer, client.FreshName());
        if (!response.Is(201))
        {
            return false;
        }

        client.Tally?.Finished("checkout", asked);
        return true;
    }
}
