using Commerce.Browsers;
using Commerce.Stores;

namespace Commerce.Ops;

/// <summary>
/// An operator's day in a real browser, without scripts: what the API says is shown.
/// </summary>
public sealed class OpsPagesTests(SharedProcess shared, SharedChromium chromium)
    : IClassFixture<SharedProcess>,
        IAsyncLifetime
{
    private Operator _operator = null!;

    private Shop Shop => shared.Store.Shop;

    public async ValueTask InitializeAsync() => _operator = await Operator.Enter(chromium);

    public ValueTask DisposeAsync() => _operator.DisposeAsync();

    [Fact]
    public async Task An_order_is_found_captured_and_refunded_in_part()
    {
        await Shop.Stock("TEA", units: 10);
        var cart = await Shop.FillCart("TEA");
        var order = (await Shop.Checkout(cart, "tea")).Expect(201).Text("id");
        await SignIn("/ops/orders");

        await _operator.Write("id", order);
        await _operator.Press("Find");
        await _operator.Press("Capture");
        var captured = await _operator.Text(".notice");
        await _operator.Write("refund-amount", "5.25");
        await _operator.Write("refund-reason", "came late");
        await _operator.Press("Refund");

        var payment = (await Shop.GetOrder(order)).Expect(200).Body["payments"]![0]!;
        Assert.Equal("Captured.", captured);
        Assert.Equal("Refunded.", await _operator.Text(".notice"));
        Assert.Equal(525, payment["refunded"]!["amount"]!.GetValue<long>());
        foreach (var name in (string[])["Authorized", "Captured", "Refunded", "Voided"])
        {
            var amount = payment[name.ToLowerInvariant()]!["amount"]!.GetValue<long>();
            Assert.Equal(
                new Money(amount, new("EUR")).ToString(),
                await _operator.Text($"[data-amount={name}]")
            );
        }

        Assert.Contains("came late", await _operator.Text(".timeline"), StringComparison.Ordinal);
        Assert.Empty(_operator.Complaints);
    }

    [Fact]
    public async Task Stock_is_adjusted_only_from_what_was_seen()
    {
        await Shop.Stock("MUG", units: 10);
        await SignIn("/ops/stock/MUG");
        (await Shop.Receive("MUG", 5, "meanwhile")).Expect(201);
        await Adjust("-2");
        var refused = await _operator.Text(".notice");
        await Adjust("-2");

        var stock = (await Shop.GetStock("MUG")).Expect(200);
        Assert.Equal("It has changed since you read it.", refused);
        Assert.Equal("Moved.", await _operator.Text(".notice"));
        Assert.Equal(13, stock.Number("onHand"));
        Assert.Equal($"{stock.Number("onHand")}", await _operator.Text("[data-level='On hand']"));
        Assert.Equal(
            $"{stock.Number("available")}",
            await _operator.Text("[data-level=Available]")
        );
    }

    [Fact]
    public async Task A_frozen_sku_is_not_for_sale_until_it_is_thawed()
    {
        await Shop.Stock("JUG", units: 10);
        await SignIn("/ops/stock/JUG");
        await _operator.Write("freeze-reason", "recalled");
        await _operator.Press("Freeze");
        var held = await Shop.Hold("JUG", "till", 1, seconds: 60);
        await _operator.Press("Sell it again");

        Assert.Equal("sku_frozen", held.Code);
        (await Shop.Hold("JUG", "till", 1, seconds: 60)).Expect(201);
    }

    [Fact]
    public async Task Integrity_is_what_the_api_says()
    {
        await Shop.Stock("CUP", units: 10);
        var cart = await Shop.FillCart("CUP");
        (await Shop.Checkout(cart, "cup")).Expect(201);
        await SignIn("/ops/integrity");

        var report = (await Shop.Get("/admin/v1/integrity")).Expect(200).Body;
        Assert.All(
            report["deltas"]!.AsArray(),
            delta => Assert.Equal(0, delta!["delta"]!.GetValue<long>())
        );
        Assert.Equal("All adds up.", await _operator.Text(".verdict"));
    }

    private async Task SignIn(string page)
    {
        await _operator.Open(new(shared.Store.Url, page));
        await _operator.Write("key", Stores.Shop.OperatorKey);
        await _operator.Press("Sign in");
        Assert.Equal(page, _operator.Path);
    }

    private async Task Adjust(string units)
    {
        await _operator.Choose("type", "adjust");
        await _operator.Write("quantity", units);
        await _operator.Write("reason", "broken");
        await _operator.Press("Move");
    }
}
