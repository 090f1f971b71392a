using Commerce.Inventory;

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
}
