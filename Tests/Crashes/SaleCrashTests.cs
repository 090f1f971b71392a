using Commerce.FlashSales;
using Commerce.Judging;
using Commerce.Stores;

namespace Commerce.Crashes;

/// <summary>
/// <c>kill -9</c> while an order claims of a sale, or gives that back: whatever becomes of it, no
/// claim is left behind, and its buyer may have again what the order does not buy.
/// </summary>
[Trait("Suite", "Crash")]
public sealed class SaleCrashTests
{
    /// <summary>Two carts have claimed before the order claims in four ledgers.</summary>
    [Theory]
    [InlineData("before:order.placed", "tok_ok")]
    [InlineData("after:order.placed", "tok_ok")]
    [InlineData("before:limit.claimed:4", "tok_ok")]
    [InlineData("after:limit.claimed:4", "tok_ok")]
    [InlineData("before:order.reserved", "tok_ok")]
    [InlineData("after:provider-called", "tok_ok")]
    [InlineData("before:order.confirmed", "tok_ok")]
    [InlineData("before:order.payment-failed", "tok_declined")]
    [InlineData("after:limit.released:1", "tok_declined")]
    public async Task An_order_goes_on_and_gives_back_what_it_claimed(string point, string token)
    {
        await using var store = await StoreProcess.Start("Sabotage", $"--crash={point}");
        var (cart, other) = await Hold(store);
        await Hear(store.Shop.Checkout(cart, "k", $"{token}.fp_card"));
        await store.Died();
        await store.Restart();

        var again = await store.Shop.Checkout(cart, "k", $"{token}.fp_card");
        var order = again.Expect(201, 202, 402).Location.Split('/')[^1];
        Assert.Equal("purchase_limit_reached", (await store.Shop.Checkout(other, "early")).Code);
        (await store.Shop.Cancel(order, "c")).Expect(200, 202);
        await store.Shop.Await("order.settled", order);

        (await store.Shop.Checkout(other, "late", "tok_ok.fp_card")).Expect(201);
        await Judge(store);
    }

    /// <summary>Its money, units and claims are given back, in this order: then it rests.</summary>
    [Theory]
    [InlineData("before:limit.released:1")]
    [InlineData("after:limit.released:3")]
    [InlineData("before:order.settled")]
    public async Task A_cancelled_order_gives_back_the_rest(string point)
    {
        await using var store = await StoreProcess.Start("Sabotage", $"--crash={point}");
        var (cart, other) = await Hold(store);
        var order = (await store.Shop.Checkout(cart, "k", "tok_ok.fp_card")).Expect(201).Text("id");
        await Hear(store.Shop.Cancel(order, "c"));
        await store.Died();
        await store.Restart();
        await store.Shop.Await("order.settled", order);

        (await store.Shop.Checkout(other, "late", "tok_ok.fp_card")).Expect(201);
        await Judge(store);
    }

    [Fact]
    public async Task An_order_that_was_never_placed_has_claimed_nothing()
    {
        await using var store = await StoreProcess.Start("Sabotage", "--crash=before:order.placed");
        var (cart, other) = await Hold(store);
        await Hear(store.Shop.Checkout(cart, "k"));
        await store.Died();
        await store.Restart();
        await store.Shop.Await("cart.reopened", cart, seconds: 60);

        (await store.Shop.Checkout(other, "late")).Expect(201);
        await Judge(store);
    }

    /// <summary>Two carts of one buyer, of which each holds all that one may have.</summary>
    private static async Task<(string Cart, string Other)> Hold(StoreProcess store)
    {
        var sale = await (await OpenSale.Draft(store.Shop, "DROP", units: 4)).Start();
        return (await sale.Hold(2), await sale.Hold(2));
    }

    private static async Task Judge(StoreProcess store) =>
        Assert.Empty(Invariants.Judge(await store.KillAndRead() with { IsAtRest = false }));

    /// <summary>What a store that dies has to say.</summary>
    private static async Task Hear(Task<Reply> reply)
    {
        try
        {
            await reply;
        }
        catch (HttpRequestException)
        {
            // It died.
        }
    }
}
