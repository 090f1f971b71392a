using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Scenarios;

/// <summary>Everyone wants the same thing: holds of one unit each, all on one SKU.</summary>
internal sealed class HotSku : Scenario
{
    /// <summary>More holds a second than a server on one machine has ever answered.</summary>
    private const int RateMax = 50_000;

    private string _holds = "";

    public override string Name => "hot-sku";

    public override string About => "hold a unit of the one SKU that everyone wants";

    public override async Task Prepare(Fleet fleet, LoadPlan plan)
    {
        var receipts = (int)Math.Ceiling(plan.Length.TotalSeconds * RateMax / Goods.Receipt);
        var product = await Goods.Make(fleet, "hot", receipts);
        _holds = $"/admin/v1/skus/{product.Sku}/holds";
    }

    public override async ValueTask<bool> Operate(Client client)
    {
        var holder = client.FreshName();
        var body = $$"""{"holder":"{{holder}}","quantity":1,"ttlSeconds":600}""";
        return (await client.Post(_holds, body)).Status is 200 or 201;
    }
}
