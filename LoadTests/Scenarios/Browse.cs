using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Scenarios;

/// <summary>A visitor opens the list of products, then one of them.</summary>
internal sealed class Browse : Scenario
{
    private string[] _products = [];

    public override string Name => "browse";

    public override string About => "list 50 products, then open one";

    public override async Task Prepare(Fleet fleet, LoadPlan plan) =>
        _products = await Shelf.Find(fleet);

    public override async ValueTask<bool> Operate(Client client)
    {
        var product = _products[client.Random.Next(_products.Length)];
        return (await client.Get(Shelf.Path, "list")).Is(200)
            && (await client.Get(product, "open")).Is(200);
    }
}
