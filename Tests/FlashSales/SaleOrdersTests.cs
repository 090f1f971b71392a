using System.Text.Json.Nodes;
using Commerce.Judging;
using Commerce.Stores;

namespace Commerce.FlashSales;

/// <summary>Orders of a sale over HTTP, each of a buyer who writes something else.</summary>
public sealed class SaleOrdersTests : IAsyncLifetime
{
    private StoreProcess _store = null!;
    private int _payments;

    private Shop Shop => _store.Shop;

    public async ValueTask InitializeAsync() => _store = await StoreProcess.Start();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_card_is_an_identity_whatever_is_written_beside_it()
    {
        var sale = await (await OpenSale.Draft(Shop, "CARD", units: 10)).Start();
        var carts = new[] { await sale.Hold(2), await sale.Hold(2) };

        var both = await Task.WhenAll(carts.Select((cart, i) => Pay(cart, i, "tok_ok.fp_one")));

        Assert.Equal([201, 409], both.Select(reply => reply.Status).Order());
        var refused = Array.FindIndex(both, reply => reply.Status == 409);
        Assert.Equal("purchase_limit_reached", both[refused].Code);
        (await Pay(carts[refused], refused, "tok_ok.fp_another")).Expect(201);
        await Judge();
    }

    [Fact]
    public async Task Of_the_cards_of_an_order_the_one_that_pays_counts()
    {
        var sale = await (await OpenSale.Draft(Shop, "CARDS", units: 20)).Start();
        var (anna, ben, cleo) = (await sale.Hold(1), await sale.Hold(2), await sale.Hold(2));
        Assert.Equal(402, (await Pay(anna, 1, "tok_declined.fp_first")).Status);
        var order = (await Pay(anna, 1, "tok_ok.fp_second")).Expect(201).Text("id");

        // The first card bought nothing; with the second, one unit is left.
        (await Pay(ben, 2, "tok_ok.fp_first")).Expect(201);
        Assert.Equal((409, "purchase_limit_reached"), Told(await Pay(cleo, 3, "tok_ok.fp_second")));

        // As a further card it has no room either, and stands in no other card's way.
        Assert.Equal(402, (await Pay(cleo, 3, "tok_declined.fp_third")).Status);
        Assert.Equal("purchase_limit_reached", WhyDeclined(await Pay(cleo, 3, "tok_ok.fp_second")));
        (await Pay(cleo, 3, "tok_ok.fp_fourth")).Expect(201);

        (await Shop.Cancel(order, "back")).Expect(200);
        (await Pay(await sale.Hold(2), 4, "tok_ok.fp_second")).Expect(201);
        await Judge();
    }

    [Fact]
    public async Task Who_asked_for_the_bait_is_looked_at_before_any_money_is_taken()
    {
        await Shop.Stock("BAIT", units: 5);
        var sale = await OpenSale.Draft(Shop, "LURED", units: 3, honeypot: "BAIT");
        await sale.Start();
        var (person, robot) = (await sale.Hold(1), await sale.Hold(2));
        foreach (var cart in (string[])[person, robot])
            Assert.Equal((409, "insufficient_stock"), Told(await Shop.Add(cart, "BAIT", 1)));

        var released = (await Pay(person, 1, "tok_ok.fp_person")).Expect(201);
        var rejected = (await Pay(robot, 2, "tok_ok.fp_robot")).Expect(201);
        Assert.Equal("suspended", released.Text("status"));
        Assert.Equal("suspended", rejected.Text("status"));
        var (good, bad) = (released.Text("id"), rejected.Text("id"));
        foreach (var order in (string[])[good, bad])
            Assert.Equal((409, "invalid_transition"), Told(await Shop.Capture(order, "early")));

        (await Shop.Post($"/admin/v1/orders/{good}/resume", new { }, key: null)).Expect(200);
        (await Shop.Capture(good, "now")).Expect(201);
        var captured = (await Payment(good))["captured"]!["amount"]!.GetValue<long>();
        Assert.Equal(released.Total, captured);

        await sale.Counts("left", 0);
        (await Shop.Cancel(bad, "no person")).Expect(200);
        await sale.Counts("left", 2);
        Assert.Equal("voided", (await Payment(bad))["status"]!.GetValue<string>());
        (await Pay(await sale.Hold(2), 2, "tok_ok.fp_robot")).Expect(201);
        await Judge();
    }

    [Fact]
    public async Task A_payment_that_a_hard_pause_refused_is_made_when_it_is_over()
    {
        var sale = await (await OpenSale.Draft(Shop, "PAUSED", units: 1)).Start();
        var cart = await sale.Hold(1);
        var placed = (await Shop.Checkout(cart, "k", "tok_declined", wait: 0)).Expect(202);
        var (order, token) = (placed.Text("id"), placed.Text("accessToken"));
        await Shop.Await("order.payment-failed", order);

        (await sale.Do("pause", new { hard = true })).Expect(200);
        await sale.Becomes("paused");
        Assert.Equal((409, "sale_paused"), Told(await Shop.Pay(order, token, "2nd", "tok_ok")));
        (await sale.Do("resume")).Expect(200);

        (await Shop.Pay(order, token, "2nd", "tok_ok")).Expect(201);
        var facts = await Judge();
        var (from, to) = (At(facts, "sale.paused"), At(facts, "sale.resumed"));
        var ends = facts
            .Journal.Select(fact => fact.Happened)
            .Select(happened =>
                happened switch
                {
                    Inventory.StockEvent.Held held => held.ExpiresAt,
                    Inventory.StockEvent.Extended extended => extended.ExpiresAt,
                    _ => (DateTimeOffset?)null,
                }
            )
            .OfType<DateTimeOffset>()
            .ToList();
        Assert.True(ends[^1] >= ends[0] + (to - from), $"{ends[0]:O} to {ends[^1]:O}");
    }

    private Task<Reply> Pay(string cart, int buyer, string token) =>
        Shop.Checkout(
            cart,
            $"payment {Interlocked.Increment(ref _payments)}",
            token,
            email: $"buyer-{buyer}@example.com",
            phone: $"+49 30 90{buyer:00}"
        );

    private async Task<JsonNode> Payment(string order) =>
        (await Shop.GetOrder(order)).Expect(200).Body["payments"]![0]!;

    /// <summary>What was left behind is as it should be.</summary>
    private async Task<Facts> Judge()
    {
        var facts = await _store.KillAndRead() with { IsAtRest = false };
        Assert.Empty(Invariants.Judge(facts));
        return facts;
    }

    private static DateTimeOffset At(Facts facts, string kind) =>
        facts.Journal.Single(fact => fact.Kind == kind).At;

    private static (int, string?) Told(Reply reply) => (reply.Status, reply.Code);

    private static string? WhyDeclined(Reply reply) =>
        reply.Expect(402).Body["errors"]![0]!["reason"]!.GetValue<string>();
}
