using Commerce.Judging;
using Commerce.Stores;

namespace Commerce.Races;

/// <summary>Money moves once, however the provider behaves.</summary>
public sealed class PaymentRaceTests
{
    [Fact]
    public async Task Twenty_parallel_refunds_give_back_what_was_captured_and_no_more()
    {
        await using var store = await StoreProcess.Start();
        var shop = store.Shop;
        await shop.Stock("TEA", units: 10);
        var order = (await shop.Checkout(await shop.FillCart("TEA"), "k")).Expect(201);
        var (id, total) = (order.Text("id"), order.Total);
        (await shop.Capture(id, "capture")).Expect(201);

        // Nineteen want a tenth each, one wants whatever is left.
        var replies = await Race.Run(
            20,
            i => i == 7 ? shop.Refund(id, "the rest") : shop.Refund(id, $"refund-{i}", total / 10)
        );

        var refunded = replies.Where(reply => reply.Status == 201).ToList();
        Assert.Equal(total, refunded.Sum(reply => reply.Number("amount")));
        Assert.All(
            replies.Except(refunded),
            reply => Assert.Equal((409, "invalid_transition"), (reply.Status, reply.Code))
        );
        var charge = Assert.Single((await store.Judge()).Ledger);
        Assert.Equal((total, total), (charge.Captured, charge.Refunded));
    }

    [Fact]
    public async Task An_order_cancelled_while_its_payment_is_out_is_not_charged()
    {
        await using var store = await StoreProcess.Start();
        var shop = store.Shop;
        await shop.Stock("TEA", units: 10);
        var cart = await shop.FillCart("TEA");
        (await shop.Checkout(cart, "k", "tok_slow", wait: 0)).Expect(202);
        await shop.Await("payment.requested", about: "tok_slow");
        var order = (await shop.GetCart(cart)).Text("order");

        var cancelling = (await shop.Cancel(order, "c", wait: 0)).Expect(202);
        await shop.Await("order.settled", about: order);

        Assert.Equal("cancelling", cancelling.Text("status"));
        Assert.Equal("cancelled", (await shop.GetOrder(order)).Text("status"));
        Assert.Equal("open", (await shop.GetCart(cart)).Text("state"));
        var facts = await store.Judge();
        Assert.All(facts.Ledger, charge => Assert.Equal(charge.Authorized, charge.Voided));
    }

    [Theory]
    [InlineData("tok_charged_but_lost")]
    [InlineData("tok_error_then_ok")]
    [InlineData("tok_duplicate_webhooks")]
    public async Task A_provider_that_stumbles_charges_once(string token)
    {
        await using var store = await StoreProcess.Start();
        var shop = store.Shop;
        await shop.Stock("TEA", units: 10);
        var cart = await shop.FillCart("TEA");

        var order = (await shop.Checkout(cart, "k", token)).Expect(201);
        // What the provider tells late, twice and in the wrong order comes behind this.
        (await shop.Capture(order.Text("id"), "capture")).Expect(201);
        (await shop.Refund(order.Text("id"), "refund", amount: 5)).Expect(201);

        var facts = await store.Judge();
        var charge = Assert.Single(facts.Ledger);
        Assert.Equal(
            (order.Total, order.Total, 5),
            (charge.Authorized, charge.Captured, charge.Refunded)
        );
    }

    [Fact]
    public async Task A_payer_who_must_agree_does_and_has_an_order()
    {
        await using var store = await StoreProcess.Start();
        var shop = store.Shop;
        await shop.Stock("TEA", units: 10);
        var cart = await shop.FillCart("TEA");
        var asked = (await shop.Checkout(cart, "k", "tok_action_required", wait: 1)).Expect(202);

        await shop.Post($"{asked.Text("nextAction")}/approve", new { }, key: null);
        await shop.Await("order.confirmed", about: asked.Text("id"));

        (await shop.Checkout(cart, "k", "tok_action_required")).Expect(201);
        Assert.Single((await store.Judge()).Ledger);
    }

    [Fact]
    public async Task A_payer_who_does_not_agree_has_none()
    {
        await using var store = await StoreProcess.Start();
        var shop = store.Shop;
        await shop.Stock("TEA", units: 10);
        var cart = await shop.FillCart("TEA");
        var asked = (await shop.Checkout(cart, "k", "tok_action_required", wait: 1)).Expect(202);

        await shop.Post($"{asked.Text("nextAction")}/decline", new { }, key: null);
        await shop.Await("order.payment-failed", about: asked.Text("id"));

        (await shop.Checkout(cart, "k", "tok_action_required")).Expect(402);
        (await shop.Cancel(asked.Text("id"), "c")).Expect(200);
        var facts = await store.Judge();
        Assert.Equal(0, Assert.Single(facts.Ledger).Authorized);
    }
}
