using Commerce.Stores;

namespace Commerce.Platform;

public sealed class GrainEndpointsTests(SharedProcess shared) : IClassFixture<SharedProcess>
{
    private Shop Shop => shared.Store.Shop;

    [Fact]
    public async Task Every_kind_of_grain_tells_how_it_stands_and_nobody_in_it_is_named()
    {
        await Shop.Stock("TEA", units: 10);
        var cart = await Shop.FillCart("TEA");
        var order = (await Shop.Checkout(cart, "k")).Expect(201);
        var payment = order.Body["payments"]![0]!["id"]!.GetValue<string>();
        var product = order.Body["lines"]![0]!["product"]!.GetValue<string>();
        var streams = (string[])
            [
                "stock/TEA",
                $"cart/{cart}",
                $"order/{order.Text("id")}",
                $"payment/{payment}",
                $"product/{product}",
                "claim/sku/TEA",
                "audit/operators",
            ];

        foreach (var stream in streams)
        {
            var grain = (await Shop.Get($"/admin/v1/grains/{stream}")).Expect(200);
            var events = grain.Body["events"]!.AsArray();
            var state = grain.Body["state"]!.ToJsonString();

            Assert.Equal(grain.Number("version"), events.Count);
            Assert.Equal($"{stream}@{events.Count}", events[^1]!["id"]!.GetValue<string>());
            Assert.NotEmpty(grain.Text("node"));
            Assert.True(state.Length > 20, state);
            Assert.DoesNotContain("Shopper", grain.Body.ToJsonString(), StringComparison.Ordinal);
            Assert.DoesNotContain("shopper@", grain.Body.ToJsonString(), StringComparison.Ordinal);
        }

        var held = await Shop.Get("/admin/v1/grains/stock/TEA");
        Assert.Equal(9, held.Body["state"]!["level"]!["available"]!.GetValue<long>());
    }

    [Fact]
    public async Task Of_many_events_the_last_fifty_are_told()
    {
        // A store of its own: the test beside it is told all writes of operators, up to fifty.
        await using var store = await StoreProcess.Start();
        await store.Shop.Stock("TEA", units: 1);
        for (var n = 1; n <= 60; n++)
            (await store.Shop.Receive("TEA", 1, $"k{n}")).Expect(201);

        var grain = (await store.Shop.Get("/admin/v1/grains/stock/TEA")).Expect(200);
        var events = grain.Body["events"]!.AsArray();

        Assert.Equal(61, grain.Number("version"));
        Assert.Equal(50, events.Count);
        Assert.Equal("stock/TEA@12", events[0]!["id"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("stock/NONE")]
    [InlineData("view/orders")]
    [InlineData("integrity/store")]
    [InlineData("stock")]
    [InlineData("stock/")]
    public async Task What_is_not_there_is_not_found(string grain)
    {
        var answer = await Shop.Get($"/admin/v1/grains/{grain}");

        Assert.Equal((404, "not_found"), (answer.Status, answer.Code));
    }
}
