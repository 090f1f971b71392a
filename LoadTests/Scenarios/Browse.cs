using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Scenarios;

/// <summary>A visitor opens the list of products, then one of them: mostly one that many open.
/// </summary>
internal sealed class Browse : Scenario
{
    private static readonly TimeSpan Looks = TimeSpan.FromSeconds(5);

    private string[] _products = [];
    private Popularity _popularity = new(1);

    public override string Name => "browse";

    public override string About => "list 50 products, look, then open a popular one";

    public override bool Thinks => true;

    public override async Task Prepare(Fleet fleet, LoadPlan plan)
    {
        _products = await Shelf.Find(fleet);
        _popularity = new(_products.Length);
    }

    public override async ValueTask<bool> Operate(Client client)
    {
        if (!(await client.Get(Shelf.Path, "list")).Is(200))
            return false;

        await client.Think(Looks);
        var product = _products[_popularity.Pick(client.Random)];
        return (await client.Get(product, "open")).Is(200);
    }
}
