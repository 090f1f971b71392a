using Commerce.Judging;
using Commerce.Stores;

namespace Commerce.Races;

/// <summary>
/// A cart becomes one order, and one charge, however often and by whom it is asked.
/// </summary>
public sealed class CheckoutRaceTests
{
    private const string Winner = "the-key";

    [Fact]
    public async Task A_thousand_checkouts_behind_one_that_runs_make_its_order_only()
    {
        await using var store = await StoreProcess.Start();
        var (shop, witness) = (store.Shop, new Witness());
        await shop.Stock("TEA", units: 10);
        var cart = await shop.FillCart("TEA");
        var first = Ask(0, Winner);
        await shop.Await("cart.checkout-started", about: Winner);

        var others = await Race.Run(
            999,
            runner => Ask(runner + 1, runner < 499 ? Winner : $"key-{runner}")
        );

        var facts = await store.Judge(witness);
        var order = Assert.Single(facts.Orders());
        Assert.Equal(1, facts.Ledger.Count(charge => charge.Authorized > 0));
        var winners = others.Take(499).Append(await first).ToList();
        Assert.All(winners, reply => Assert.Contains(reply!.Status, (int[])[201, 202]));
        Assert.All(winners, reply => Assert.Equal(order.Id, reply!.Text("id")));
        Assert.Equal(499, winners.Count(reply => reply!.IsReplay));
        AssertRefused(others.Skip(499), order.Id);

        Task<Reply?> Ask(int client, string key) =>
            witness.Ask(
                client,
                CallKind.Checkout,
                cart,
                key,
                () => shop.Checkout(cart, key, "tok_slow")
            );
    }

    [Fact]
    public async Task A_thousand_checkouts_at_once_make_one_order_whoever_wins()
    {
        await using var store = await StoreProcess.Start();
        var (shop, witness) = (store.Shop, new Witness());
        await shop.Stock("TEA", units: 10);
        var cart = await shop.FillCart("TEA");

        var replies = await Race.Run(
            1_000,
            runner =>
            {
                var key = runner % 2 == 0 ? Winner : $"key-{runner}";
                return witness.Ask(
                    runner,
                    CallKind.Checkout,
                    cart,
                    key,
                    () => shop.Checkout(cart, key)
                );
            }
        );

        var facts = await store.Judge(witness);
        var order = Assert.Single(facts.Orders());
        Assert.Equal(1, facts.Ledger.Count(charge => charge.Authorized > 0));
        var (won, lost) = (
            replies.Where(reply => reply!.Status < 300).ToList(),
            replies.Where(reply => reply!.Status >= 300)
        );
        Assert.NotEmpty(won);
        Assert.All(won, reply => Assert.Equal(order.Id, reply!.Text("id")));
        AssertRefused(lost, order.Id);
    }

    [Fact]
    public async Task A_declined_cart_paid_with_another_token_is_one_order()
    {
        await using var store = await StoreProcess.Start();
        var shop = store.Shop;
        await shop.Stock("TEA", units: 10);
        var cart = await shop.FillCart("TEA");

        var declined = (await shop.Checkout(cart, "k1", "tok_declined")).Expect(402);
        var paid = (await shop.Checkout(cart, "k2")).Expect(201);
        var again = (await shop.Checkout(cart, "k1", "tok_declined")).Expect(402);

        Assert.Equal("payment_declined", declined.Code);
        Assert.Equal($"/api/v1/orders/{paid.Text("id")}", declined.Location);
        Assert.Equal(declined.Location, again.Location);
        var facts = await store.Judge();
        Assert.Single(facts.Orders());
    }

    [Fact]
    public async Task Twenty_other_payments_of_a_declined_order_at_once_are_one()
    {
        await using var store = await StoreProcess.Start();
        var (shop, witness) = (store.Shop, new Witness());
        await shop.Stock("TEA", units: 10);
        var cart = await shop.FillCart("TEA");
        (await shop.Checkout(cart, "k0", "tok_declined")).Expect(402);

        var replies = await Race.Run(
            20,
            runner =>
                witness.Ask(
                    runner,
                    CallKind.Checkout,
                    cart,
                    $"again-{runner}",
                    () => shop.Checkout(cart, $"again-{runner}")
                )
        );

        var facts = await store.Judge(witness);
        Assert.Equal(1, facts.Ledger.Count(charge => charge.Authorized > 0));
        var won = Assert.Single(replies, reply => reply!.Status == 201);
        AssertRefused(replies.Where(reply => reply != won), won!.Text("id"));
    }

    [Fact]
    public async Task An_edit_after_a_declined_payment_begins_the_next_generation()
    {
        await using var store = await StoreProcess.Start();
        var shop = store.Shop;
        await shop.Stock("TEA", units: 10);
        var cart = await shop.FillCart("TEA");
        (await shop.Checkout(cart, "k1", "tok_declined")).Expect(402);

        (await shop.Add(cart, "TEA", 1)).Expect(200);
        var second = (await shop.Checkout(cart, "k2")).Expect(201);

        var facts = await store.Judge();
        var orders = facts.Orders().ToDictionary(order => order.Placed.Generation);
        Assert.Equal(OrderEnd.Settled, orders[1].End);
        Assert.Equal(second.Text("id"), orders[2].Id);
        Assert.Equal(2, orders[2].Units("TEA"));
    }

    private static void AssertRefused(IEnumerable<Reply?> replies, string order) =>
        Assert.All(
            replies,
            reply =>
            {
                Assert.Equal(409, reply!.Status);
                Assert.Contains(reply.Code, (string[])["payment_in_progress", "cart_completed"]);
                Assert.Equal($"/api/v1/orders/{order}", reply.Location);
            }
        );
}
