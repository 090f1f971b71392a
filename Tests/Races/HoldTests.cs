using Commerce.Judging;
using Commerce.Stores;

namespace Commerce.Races;

/// <summary>
/// A hold is gone within a second of its end, also if the store was away meanwhile.
/// </summary>
public sealed class HoldTests
{
    [Fact]
    public async Task A_hold_of_two_seconds_is_free_a_second_later()
    {
        await using var store = await StoreProcess.Start();
        await store.Shop.Receive("TEA", 1, "r");

        (await store.Shop.Hold("TEA", "till-1", 1, seconds: 2)).Expect(201);
        await store.Shop.Await("stock.expired", about: "TEA");

        (await store.Shop.Hold("TEA", "till-2", 1, seconds: 2)).Expect(201);
        await AssertLapsed(store, holds: 2);
    }

    [Fact]
    public async Task A_hold_that_ran_out_in_an_outage_is_free_when_the_store_is_back()
    {
        await using var store = await StoreProcess.Start();
        await store.Shop.Receive("TEA", 1, "r");
        (await store.Shop.Hold("TEA", "till-1", 1, seconds: 2)).Expect(201);

        await store.Kill();
        await store.Restart();

        await AssertLapsed(store, holds: 1);
    }

    private static async Task AssertLapsed(StoreProcess store, int holds)
    {
        var facts = await store.Judge();
        var stock = Assert.Single(facts.Streams<Inventory.StockEvent>());
        Assert.Equal(holds, new Shelf("TEA").Follow(stock).Lapsed.Count());
    }
}
