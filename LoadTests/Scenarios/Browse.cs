namespace Commerce.LoadTests.Scenarios;

/// <summary>A visitor opens the list of products, then one of them.</summary>
internal sealed class Browse : Scenario
{
    private string[] _products = [];

    public override string Name => "browse";

    public override string About => "list 50 products, then open one";

    public override async Task Prepare(Fleet fleet, TimeSpan length) =>
        _products = await Shelf.Find(fleet);

    public override async ValueTask<bool> Operate(Client client)
    {
        var product = _products[client.Random.Next(_products.Length)];
        return (await client.Get(Shelf.Path)).Is(200) && (await client.Get(product)).Is(200);
    }
}
