using Commerce.Inventory;
using Commerce.Shipping;

namespace Commerce.Orders;

/// <summary>What only a cluster shows: the rules are in <see cref="OrderProperties"/>.</summary>
public sealed class OrderGrainTests(Cluster cluster) : IClassFixture<Cluster>
{
    [Fact]
    public async Task What_a_lost_placement_held_is_given_back_when_the_order_is_refused()
    {
        var (sku, order) = (new Sku("lost"), new OrderId("ord_eu1_lost"));
        var stock = cluster.Grains.Stock(sku);
        await stock.Receive(new("r", "", cluster.Soon), 5, "delivery");
        await stock.Hold(new(order.Value, 1), 2, TimeSpan.FromMinutes(15), cluster.Soon);

        var standing = await cluster.Grains.Order(order).RefuseUnlessPlaced([sku]);

        Assert.Equal(OrderPhase.Ended, standing.Phase);
        Assert.Equal(new(5, 0, 0), (await stock.GetLevel()).Value);
    }

    /// <summary>As when the silo of the SKU dies under it.</summary>
    [Fact]
    public async Task A_hold_that_failed_is_asked_for_anew()
    {
        var (sku, order) = (new Sku("anew"), cluster.Grains.Order(new("ord_eu1_anew")));
        var stock = cluster.Grains.Stock(sku);
        await stock.Receive(new("r", "", cluster.Soon), 5, "delivery");
        cluster.Journal.Fails = append => append.Stream == $"stock/{sku}";
        await Assert.ThrowsAnyAsync<Exception>(Place);
        Assert.Equal(0, (await stock.GetLevel()).Value.Held);

        cluster.Journal.Heal();
        // There is nobody here to pay: it comes no further than to its payment.
        await Assert.ThrowsAnyAsync<Exception>(Place);

        Assert.Equal(2, (await stock.GetLevel()).Value.Held);

        Task Place() => order.Place(Placement(sku, units: 2), TimeSpan.FromSeconds(5));
    }

    private static OrderPlacement Placement(Sku sku, int units)
    {
        var euro = new Currency("EUR");
        return new(
            new("crt_eu1_anew"),
            1,
            euro,
            [new("ln1", sku, "prd_1", "Tea", units, new(2_000, euro))],
            new("DE"),
            "sealed",
            [1],
            "tok_ok",
            ShippingMethod.Standard
        );
    }
}
