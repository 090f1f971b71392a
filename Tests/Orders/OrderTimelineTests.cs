using System.Text.Json.Nodes;
using Commerce.Catalog;
using Commerce.Stores;

namespace Commerce.Orders;

/// <summary>An order's past, as operators read it.</summary>
public sealed class OrderTimelineTests : WholeStoreTests
{
    [Fact]
    public async Task Tells_how_the_order_stood_after_each_event()
    {
        var cart = await Shop.FillCart("TEA");
        var order = (await Shop.Checkout(cart, "k")).Expect(201).Text("id");

        var replayed = await Timeline(order, "?replay=true");
        var plain = await Timeline(order, "");

        Assert.Equal(
            [
                "order.placed Placing",
                "order.reserved AwaitingPayment",
                "order.paid Securing",
                "order.confirmed Confirmed",
            ],
            replayed.Select(each => $"{each!["kind"]} {each["state"]!["status"]}")
        );
        Assert.All(plain, each => Assert.Null(each!["state"]));
        Assert.Equal(
            replayed.Select(each => each!["data"]!.ToJsonString()),
            plain.Select(each => each!["data"]!.ToJsonString())
        );
        Assert.DoesNotContain("High Street", replayed.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_order_that_never_was_there_is_none() =>
        (await Shop.Get("/admin/v1/orders/ord_eu1_01J00000000000000000000009/events")).Expect(404);

    private async Task<JsonArray> Timeline(string order, string query) =>
        (await Shop.Get($"/admin/v1/orders/{order}/events{query}")).Expect(200).Body[
            "data"
        ]!.AsArray();
}
