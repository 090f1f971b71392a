using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Scenarios;

/// <summary>One more of something into one of many carts.</summary>
internal sealed class AddLine : Scenario
{
    private const int CartCount = 10_000;
    private const int ProductCount = 200;

    /// <summary>Keeps carts at the size of a shopper's, however long the run.</summary>
    private const int LinesMax = 10;

    private Product[] _products = [];
    private string[] _carts = [];

    public override string Name => "add-line";

    public override string About => "add a line to one of 10,000 carts";

    public override async Task Prepare(Fleet fleet, LoadPlan plan)
    {
        _products = await Goods.Make(fleet, ProductCount);
        _carts = await fleet.ForEach(CartCount, (client, _) => NewCart.Require(client));
    }

    public override async ValueTask<bool> Operate(Client client)
    {
        var cart = client.Random.Next(CartCount);
        var product = _products[(cart + client.Random.Next(LinesMax)) % ProductCount];
        var body = $$"""{"sku":"{{product.Sku}}","quantity":1}""";
        var response = await client.Post($"{_carts[cart]}/lines", body);
        return response.Status is 200 or 201;
    }
}
