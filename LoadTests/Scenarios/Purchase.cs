using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Scenarios;

/// <summary>A shopper fills a cart with two lines and pays: from the cart to the order.</summary>
internal class Purchase : Scenario
{
    private const int ProductCount = 200;

    private Product[] _products = [];

    public override string Name => "purchase";

    public override string About => "open a cart, add two lines, check out, confirmed";

    public override async Task Prepare(Fleet fleet, LoadPlan plan) =>
        _products = await Goods.Make(fleet, ProductCount);

    public override async ValueTask<bool> Operate(Client client)
    {
        var first = client.Random.Next(ProductCount);
        var second = (first + client.Random.Next(1, ProductCount)) % ProductCount;
        return await NewCart.Open(client) is { } cart
            && (await Basket.Add(client, cart, _products[first].Sku)).Is(201)
            && (await Basket.Add(client, cart, _products[second].Sku)).Is(201)
            && await Basket.CheckOut(
                client,
                cart,
                (_products[first].Sku, 1),
                (_products[second].Sku, 1)
            );
    }
}
