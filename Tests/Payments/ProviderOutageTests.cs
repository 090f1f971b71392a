using Commerce.Clustering;
using Commerce.PaymentSimulatorTests;
using Commerce.Stores;

namespace Commerce.Payments;

/// <summary>A provider that is a program of its own, and dies.</summary>
public sealed class ProviderOutageTests : IAsyncLifetime
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private RunningProgram _provider = null!;
    private StoreProcess _store = null!;

    private Shop Shop => _store.Shop;

    private string Ledger => Path.Combine(_store.Folder.FullName, "elsewhere.db");

    public async ValueTask InitializeAsync()
    {
        var url = $"http://127.0.0.1:{FreePort.Find()}";
        _store = await StoreProcess.Start(
            "Silo",
            $"--Payments:Provider={url}",
            $"--Payments:WebhookSecret={Secret}"
        );
        _provider = await StartProvider(url);
        await Shop.Stock("TEA", units: 10);
    }

    public async ValueTask DisposeAsync()
    {
        _provider.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Orders_wait_for_it_and_are_confirmed_when_it_is_back()
    {
        var before = await Shop.FillCart("TEA");
        (await Shop.Checkout(before, "k")).Expect(201);
        var url = _provider.Http.BaseAddress!.OriginalString;
        _provider.Dispose();

        var cart = await Shop.FillCart("TEA");
        var waiting = (await Shop.Checkout(cart, "k", wait: 1)).Expect(202);
        (await Shop.Get("/api/v1/products/product-tea")).Expect(200);
        (await Shop.Add(await Shop.OpenCart(), "TEA", 1)).Expect(201);
        await Shop.Await("order.payment-unknown", about: waiting.Text("id"));
        var pending = (await Shop.GetOrder(waiting.Text("id"))).Text("status");
        var backlog = (await Shop.Get("/admin/v1/processes")).Expect(200).Body.ToJsonString();
        _provider = await StartProvider(url);
        await Shop.Await("order.confirmed", about: waiting.Text("id"));

        Assert.Equal("payment_pending", pending);
        Assert.Contains(waiting.Text("id"), backlog, StringComparison.Ordinal);
        var charges = await _provider.Http.GetStringAsync(
            "/charges",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(2, charges.Split("\"id\":").Length - 1);
    }

    [Fact]
    public async Task Money_goes_its_whole_way_over_the_wire()
    {
        var cart = await Shop.FillCart("TEA");
        var order = (await Shop.Checkout(cart, "k")).Expect(201).Text("id");
        (await Shop.Capture(order, "c")).Expect(201);
        (await Shop.Refund(order, "r", amount: 100)).Expect(201);
        var declined = await Shop.FillCart("TEA");
        (await Shop.Checkout(declined, "d", "tok_declined")).Expect(402);
        var lost = await Shop.FillCart("TEA");
        var found = await Shop.Checkout(lost, "l", "tok_charged_but_lost");
        await Shop.Await("order.confirmed", about: found.Expect(201, 202).Text("id"));
        (await Shop.Cancel(found.Text("id"), "x")).Expect(200, 202);

        var payment = (await Shop.GetOrder(order)).Body["payments"]![0]!;
        Assert.Equal(100, payment["refunded"]!["amount"]!.GetValue<long>());
    }

    private Task<RunningProgram> StartProvider(string url) =>
        RunningProgram.Start(
            Ledger,
            $"--urls={url}",
            $"--Provider:Webhook={_store.Url}hooks/v1/simulated",
            $"--Provider:Secret={Secret}",
            $"--Provider:PublicUrl={url}"
        );
}
