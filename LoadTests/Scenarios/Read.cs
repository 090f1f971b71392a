using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Scenarios;

/// <summary>Everyone opens the page of the same product, so whatever caches it is warm.</summary>
internal sealed class Read : Scenario
{
    private string _product = "";

    public override string Name => "read";

    public override string About => "open a product that everyone opens";

    public override async Task Prepare(Fleet fleet, LoadPlan plan) =>
        _product = (await Shelf.Find(fleet))[0];

    public override async ValueTask<bool> Operate(Client client) =>
        (await client.Get(_product)).Is(200);
}
