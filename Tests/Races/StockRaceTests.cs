using Commerce.Judging;
using Commerce.Stores;

namespace Commerce.Races;

/// <summary>A unit is sold once.</summary>
public sealed class StockRaceTests
{
    [Fact]
    public async Task Fifty_units_and_five_hundred_buyers_make_fifty_orders()
    {
        await using var store = await StoreProcess.Start();
        var (shop, witness) = (store.Shop, new Witness());
        await shop.Stock("TEA", units: 50);
        var carts = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => shop.FillCart("TEA")));

        var replies = await Race.Run(500, buyer => Buy(shop, witness, buyer, carts[buyer]));

        Assert.Equal(50, replies.Count(reply => reply.Status == 201));
        Assert.All(
            replies.Where(reply => reply.Status != 201),
            reply => Assert.Equal((409, "insufficient_stock"), (reply.Status, reply.Code))
        );
        var facts = await store.Judge(witness);
        Assert.Equal(50, facts.Ledger.Length);
        Assert.Equal(new StockSeen("TEA", 0, 0, 50), Assert.Single(facts.Stock));
    }

    [Fact]
    public async Task Of_two_carts_that_want_each_others_last_unit_one_wins()
    {
        await using var store = await StoreProcess.Start();
        var (shop, witness) = (store.Shop, new Witness());
        for (var round = 0; round < 50; round++)
        {
            var (one, other) = ($"ONE-{round}", $"OTHER-{round}");
            await shop.Stock(one, units: 1);
            await shop.Stock(other, units: 1);
            string[] carts = [await shop.FillCart(one, other), await shop.FillCart(other, one)];

            var replies = await Race.Run(2, buyer => Buy(shop, witness, buyer, carts[buyer]));

            Assert.Single(replies, reply => reply.Status == 201);
            var lost = Assert.Single(replies, reply => reply.Status == 409);
            Assert.Equal("insufficient_stock", lost.Code);
        }

        await store.Judge(witness);
    }

    [Fact]
    public async Task Holds_of_other_channels_are_in_one_order()
    {
        await using var store = await StoreProcess.Start();
        var (shop, witness) = (store.Shop, new Witness());
        await Receive(shop, witness, "first", 20);

        await Race.Run(
            60,
            async channel =>
            {
                var holder = $"channel-{channel}";
                var held = await witness.Ask(
                    channel,
                    CallKind.Hold,
                    "TEA",
                    holder,
                    () => shop.Hold("TEA", holder, 1, seconds: 600),
                    quantity: 1
                );
                if (channel % 10 == 0)
                    await Receive(shop, witness, $"more-{channel}", 1);
                if (held!.Status is not 201)
                    return held;

                var (kind, how) =
                    channel % 2 == 0 ? (CallKind.Sell, "sell") : (CallKind.Release, "release");
                return await witness.Ask(
                    channel,
                    kind,
                    "TEA",
                    holder,
                    () => shop.EndHold("TEA", holder, how),
                    quantity: 1
                );
            }
        );

        await store.Judge(witness);
    }

    private static Task<Reply?> Receive(Shop shop, Witness witness, string key, int units) =>
        witness.Ask(-1, CallKind.Receive, "TEA", key, () => shop.Receive("TEA", units, key), units);

    /// <summary>Checks out, and asks again until it is known how that went.</summary>
    private static async Task<Reply> Buy(Shop shop, Witness witness, int buyer, string cart)
    {
        while (true)
        {
            var reply = await witness.Ask(
                buyer,
                CallKind.Checkout,
                cart,
                "buy",
                () => shop.Checkout(cart, "buy")
            );
            if (reply is { Status: not 202 })
                return reply;
        }
    }
}
