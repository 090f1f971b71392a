using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Scenarios;

/// <summary>A shopper puts one to three things into a cart that many want; most leave it there.
/// </summary>
internal sealed class Visit : Scenario
{
    private const int ProductCount = 200;
    private const int LinesMax = 3;

    private static readonly TimeSpan Chooses = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FillsIn = TimeSpan.FromSeconds(20);

    private readonly Popularity _popularity = new(ProductCount);
    private Product[] _products = [];

    public override string Name => "cart";

    public override string About => "fill a cart with 1 to 3 popular things; 30 % check out";

    public override bool Thinks => true;

    /// <summary>The share of carts that nobody pays for, from 0 to 1.</summary>
    public double Abandoned { get; init; } = 0.7;

    public override async Task Prepare(Fleet fleet, LoadPlan plan) =>
        _products = await Goods.Make(fleet, ProductCount);

    public override async ValueTask<bool> Operate(Client client)
    {
        if (await NewCart.Open(client) is not { } cart)
            return false;

        var lines = new (string Sku, int Units)[client.Random.Next(1, LinesMax + 1)];
        foreach (ref var line in lines.AsSpan())
            line = (_products[_popularity.Pick(client.Random)].Sku, 1);
        foreach (var (sku, units) in lines)
        {
            await client.Think(Chooses);
            if (!await Person.Add(client, cart, sku, units))
                return false;
        }

        await client.Think(FillsIn);
        return client.Random.NextDouble() < Abandoned || await Person.CheckOut(client, cart, lines);
    }
}
