using Commerce.Catalog;
using Commerce.Stores;

namespace Commerce.Orders;

/// <summary>An order whose payer must agree at their bank first.</summary>
public sealed class AwaitedPayerTests : WholeStoreTests
{
    [Fact]
    public async Task Waits_without_a_word_until_the_payer_has_had_their_time()
    {
        var cart = await Shop.FillCart("TEA");
        var asked = await Shop.Checkout(cart, "k", "tok_action_required", wait: 1);
        var order = asked.Expect(202).Text("id");
        var events = await EventsOf(order);
        var next = await Retry(order);
        for (var i = 0; i < 3; i++)
        {
            Store.Time.Advance(TimeSpan.FromSeconds(20));
            await Retry(order);
        }

        await Store.ListsTell();
        var waiting = (await Shop.Get("/admin/v1/processes?state=waiting")).Expect(200).Body;

        Assert.Equal("order.payer-asked", events[^1]);
        Assert.Equal(events, await EventsOf(order));
        Assert.InRange(next - Store.Time.GetUtcNow(), TimeSpan.FromMinutes(10), TimeSpan.MaxValue);
        var process = waiting["data"]!.AsArray().Single(each => each!["id"]!.ToString() == order)!;
        Assert.Equal("await_payer", process["step"]!.ToString());
    }

    private async Task<List<string>> EventsOf(string order) =>
        [
            .. (await Shop.Get($"/admin/v1/orders/{order}/events?replay=true")).Expect(200).Body[
                "data"
            ]!
                .AsArray()
                .Select(each => each!["kind"]!.ToString()),
        ];

    private async Task<DateTimeOffset> Retry(string order) =>
        (await Shop.Post($"/admin/v1/processes/{order}/retry", new { }, key: null))
            .Expect(202)
            .Body["nextTry"]!.GetValue<DateTimeOffset>();
}
