using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Reports;

namespace Commerce.LoadTests.Scenarios;

/// <summary>Everyone wants the same thing: holds of one unit each, all on one SKU. A load until it
/// is sold out has a new SKU with few units.</summary>
internal sealed class HotSku : Scenario
{
    /// <summary>More holds a second than a server on one machine has ever answered.</summary>
    private const int RateMax = 50_000;

    /// <summary>Of the SKU that is to be sold out.</summary>
    private const int Units = 20_000;

    /// <summary>As long as a unit may be held: a day, so that none comes back meanwhile.</summary>
    private const int SecondsHeld = 86_400;

    private string _sku = "";
    private bool _isScarce;

    public override string Name => "hot-sku";

    public override string About => "hold a unit of the one SKU that everyone wants";

    public override async Task Prepare(Fleet fleet, LoadPlan plan)
    {
        _isScarce = plan.UntilSoldOut;
        if (_isScarce)
        {
            var ware = Goods.Load(fleet.Clients[0].FreshName());
            _sku = (await Goods.Make(fleet, [ware], Units))[0].Sku;
        }
        else
        {
            var receipts = (int)Math.Ceiling(plan.Length.TotalSeconds * RateMax / Goods.Receipt);
            _sku = (await Goods.Make(fleet, "hot", receipts)).Sku;
        }
    }

    public override async ValueTask<bool> Operate(Client client)
    {
        var holder = client.FreshName();
        var seconds = _isScarce ? SecondsHeld : 600;
        var body = $$"""{"holder":"{{holder}}","quantity":1,"ttlSeconds":{{seconds}}}""";
        var response = await client.Post($"/admin/v1/skus/{_sku}/holds", body);
        var isHeld = response.Status is 200 or 201;
        if (!_isScarce)
            return isHeld;

        if (isHeld)
            client.Books.Held(_sku, 1);
        else if (response.Failure is not null || response.Status >= 500)
            client.Books.Unheard(_sku, 1);
        else if (response.Kind is "409 insufficient_stock")
            client.SoldOut();
        return isHeld;
    }

    public override async Task<IReadOnlyList<Check>> Judge(
        Client desk,
        Measurement result,
        IReadOnlyList<Metric> metrics
    )
    {
        if (!_isScarce)
            return [];

        var stock = await desk.Get($"/admin/v1/skus/{_sku}/stock");
        var (held, left) = (stock.Number("held"), stock.Number("available"));
        return
        [
            new(
                $"all of {Units:N0} units are held, and not one more",
                $"{held:N0} are held, {left:N0} left",
                (held, left) == (Units, 0)
            ),
        ];
    }
}
