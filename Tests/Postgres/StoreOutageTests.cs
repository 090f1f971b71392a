using Commerce.Stores;

namespace Commerce.Postgres;

/// <summary>What a store does while its database is away, and once it is back.</summary>
[Collection(nameof(Measurements))]
public sealed class StoreOutageTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    /// <summary>A guard; how long it took is told, and judged by <c>./dev chaos</c>.</summary>
    private static readonly TimeSpan BackMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Shoppers_look_on_buyers_hear_at_once_and_all_is_well_when_it_is_back()
    {
        await using var server = await PrivatePostgres.Start();
        var database = server.ConnectionString(await server.CreateDatabase());
        await using var store = await StoreProcess.Start(
            "Silo",
            "--Store=postgres",
            $"--Postgres={database}"
        );
        var shop = store.Shop;
        await shop.Stock("TEA", units: 5);
        var (before, cart) = (await shop.FillCart("TEA"), await shop.FillCart("TEA"));
        var order = (await shop.Checkout(before, "before")).Expect(201).Text("id");
        var list = await Listed(shop);

        await server.Kill();

        Assert.Equal(list, await Listed(shop));
        await Unavailable(() => shop.Add(cart, "TEA", 1));
        await Unavailable(() => shop.Checkout(cart, "during"));
        Assert.Equal(503, (await shop.Get("/readyz")).Status);
        Assert.Equal(list, await Listed(shop));

        await server.StartServer();
        var back = TimeProvider.System.GetTimestamp();
        Reply after;
        while ((after = await shop.Checkout(cart, "during")).Status == 503)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(back) < BackMax, "It does not sell.");
            await Task.Delay(Look, TimeProvider.System, TestContext.Current.CancellationToken);
        }

        after.Expect(201);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"It sold again after {TimeProvider.System.GetElapsedTime(back)}."
        );
        Assert.Equal("confirmed", (await shop.GetOrder(order)).Expect(200).Text("status"));
        Assert.Equal(2, (await shop.GetStock("TEA")).Expect(200).Number("sold"));
    }

    /// <summary>The products, once there are any.</summary>
    private static async Task<string> Listed(Shop shop)
    {
        while (true)
        {
            var products = (await shop.Get("/api/v1/products")).Expect(200).Body;
            if (products["data"]!.AsArray().Count > 0)
                return products["data"]!.ToJsonString();

            await Task.Delay(Look, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static async Task Unavailable(Func<Task<Reply>> ask)
    {
        var begun = TimeProvider.System.GetTimestamp();
        (await ask()).Expect(503);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, AtOnce);
    }
}
