using Commerce.Stores;

namespace Commerce.Ops;

/// <summary>
/// An operator's day in a real browser, without scripts: what the API says is shown.
/// </summary>
public sealed class OpsPagesTests : IAsyncLifetime
{
    private StoreProcess _store = null!;
    private Browser _browser = null!;

    private Shop Shop => _store.Shop;

    public async ValueTask InitializeAsync()
    {
        _store = await StoreProcess.Start();
        _browser = new();
        await Shop.Stock("TEA", units: 10);
    }

    public async ValueTask DisposeAsync()
    {
        _browser?.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task An_order_is_found_captured_and_refunded_in_part()
    {
        var cart = await Shop.FillCart("TEA");
        var order = (await Shop.Checkout(cart, "k")).Expect(201).Text("id");
        SignIn("/ops/orders");

        _browser.Write("id", order);
        _browser.Press("Find");
        _browser.Press("Capture");
        var captured = _browser.Text(".notice");
        _browser.Write("refund-amount", "5.25");
        _browser.Write("refund-reason", "came late");
        _browser.Press("Refund");

        var payment = (await Shop.GetOrder(order)).Expect(200).Body["payments"]![0]!;
        Assert.Equal("Captured.", captured);
        Assert.Equal("Refunded.", _browser.Text(".notice"));
        Assert.Equal(525, payment["refunded"]!["amount"]!.GetValue<long>());
        foreach (var name in (string[])["Authorized", "Captured", "Refunded", "Voided"])
        {
            var amount = payment[name.ToLowerInvariant()]!["amount"]!.GetValue<long>();
            Assert.Equal(
                new Money(amount, new("EUR")).ToString(),
                _browser.Text($"[data-amount={name}]")
            );
        }

        Assert.Contains("came late", _browser.Text(".timeline"), StringComparison.Ordinal);
        Assert.Empty(_browser.Complaints);
    }

    [Fact]
    public async Task Stock_is_adjusted_only_from_what_was_seen()
    {
        SignIn("/ops/stock/TEA");
        (await Shop.Receive("TEA", 5, "meanwhile")).Expect(201);
        Adjust("-2");
        var refused = _browser.Text(".notice");
        Adjust("-2");

        var stock = (await Shop.GetStock("TEA")).Expect(200);
        Assert.Equal("It has changed since you read it.", refused);
        Assert.Equal("Moved.", _browser.Text(".notice"));
        Assert.Equal(13, stock.Number("onHand"));
        Assert.Equal($"{stock.Number("onHand")}", _browser.Text("[data-level='On hand']"));
        Assert.Equal($"{stock.Number("available")}", _browser.Text("[data-level=Available]"));
    }

    [Fact]
    public async Task A_frozen_sku_is_not_for_sale_until_it_is_thawed()
    {
        SignIn("/ops/stock/TEA");
        _browser.Write("freeze-reason", "recalled");
        _browser.Press("Freeze");
        var held = await Shop.Hold("TEA", "till", 1, seconds: 60);
        _browser.Press("Sell it again");

        Assert.Equal("sku_frozen", held.Code);
        (await Shop.Hold("TEA", "till", 1, seconds: 60)).Expect(201);
    }

    [Fact]
    public async Task Integrity_is_what_the_api_says()
    {
        var cart = await Shop.FillCart("TEA");
        (await Shop.Checkout(cart, "k")).Expect(201);
        SignIn("/ops/integrity");

        var report = (await Shop.Get("/admin/v1/integrity")).Expect(200).Body;
        Assert.All(
            report["deltas"]!.AsArray(),
            delta => Assert.Equal(0, delta!["delta"]!.GetValue<long>())
        );
        Assert.Equal("All adds up.", _browser.Text(".verdict"));
    }

    private void SignIn(string page)
    {
        _browser.Open(new(_store.Url, page));
        _browser.Write("key", StoreProcess.OperatorKey);
        _browser.Press("Sign in");
        Assert.Equal(page, _browser.Path);
    }

    private void Adjust(string units)
    {
        _browser.Choose("type", "adjust");
        _browser.Write("quantity", units);
        _browser.Write("reason", "broken");
        _browser.Press("Move");
    }
}
