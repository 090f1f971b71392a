using Commerce.Judging;
using Commerce.Stores;

namespace Commerce.Races;

public sealed class CartRaceTests
{
    [Fact]
    public async Task A_hundred_parallel_adds_all_count()
    {
        await using var store = await StoreProcess.Start();
        var (shop, witness) = (store.Shop, new Witness());
        await shop.Stock("TEA", units: 500);
        var cart = await shop.OpenCart();

        var replies = await Race.Run(
            100,
            runner =>
                witness.Ask(
                    runner,
                    CallKind.Add,
                    cart,
                    $"add-{runner}",
                    () => shop.Add(cart, "TEA", 1, $"add-{runner}"),
                    quantity: 1
                )
        );

        Assert.All(replies, reply => Assert.Contains(reply!.Status, (int[])[200, 201]));
        var first = replies.Min(reply => reply!.Number("version"));
        Assert.Equal(
            Enumerable.Range(0, 100).Select(i => first + i),
            replies.Select(reply => reply!.Number("version")).Order()
        );
        var line = Assert.Single((await shop.GetCart(cart)).Body["lines"]!.AsArray());
        Assert.Equal(100, line!["quantity"]!.GetValue<int>());
        await store.Judge(witness);
    }

    [Fact]
    public async Task The_same_add_a_hundred_times_at_once_counts_once()
    {
        await using var store = await StoreProcess.Start();
        var (shop, witness) = (store.Shop, new Witness());
        await shop.Stock("TEA", units: 500);
        var cart = await shop.OpenCart();

        var replies = await Race.Run(
            100,
            runner =>
                witness.Ask(
                    runner,
                    CallKind.Add,
                    cart,
                    "once",
                    () => shop.Add(cart, "TEA", 2, "once"),
                    quantity: 2
                )
        );

        Assert.All(replies, reply => Assert.Contains(reply!.Status, (int[])[200, 201]));
        Assert.Equal(99, replies.Count(reply => reply!.IsReplay));
        await store.Judge(witness);
    }
}
