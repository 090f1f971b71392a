using Commerce.Catalog;
using Commerce.Stores;

namespace Commerce.Orders;

/// <summary>An order whose payer must agree at their bank first.</summary>
public sealed class AwaitedPayerTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private CatalogStore _store = null!;
    private Shop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await CatalogStore.Start(_folder.Path);
        _shop = new(_store.Http);
        await _shop.Stock("TEA", units: 10);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Waits_without_a_word_until_the_payer_has_had_their_time()
    {
        var cart = await _shop.FillCart("TEA");
        var asked = await _shop.Checkout(cart, "k", "tok_action_required", wait: 1);
        var order = asked.Expect(202).Text("id");
        var events = await EventsOf(order);
        var next = await Retry(order);
        for (var i = 0; i < 3; i++)
        {
            _store.Time.Advance(TimeSpan.FromSeconds(20));
            await Retry(order);
        }

        await _store.ListsTell();
        var waiting = (await _shop.Get("/admin/v1/processes?state=waiting")).Expect(200).Body;

        Assert.Equal("order.payer-asked", events[^1]);
        Assert.Equal(events, await EventsOf(order));
        Assert.InRange(next - _store.Time.GetUtcNow(), TimeSpan.FromMinutes(10), TimeSpan.MaxValue);
        var process = waiting["data"]!.AsArray().Single(each => each!["id"]!.ToString() == order)!;
        Assert.Equal("await_payer", process["step"]!.ToString());
    }

    private async Task<List<string>> EventsOf(string order) =>
        [
            .. (await _shop.Get($"/admin/v1/orders/{order}/events?replay=true")).Expect(200).Body[
                "data"
            ]!
                .AsArray()
                .Select(each => each!["kind"]!.ToString()),
        ];

    private async Task<DateTimeOffset> Retry(string order) =>
        (await _shop.Post($"/admin/v1/processes/{order}/retry", new { }, key: null))
            .Expect(202)
            .Body["nextTry"]!.GetValue<DateTimeOffset>();
}
