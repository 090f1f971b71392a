using Commerce.Carts;
using Commerce.Views;

namespace Commerce.Orders;

public sealed class OrderListTests(ListStore store) : IClassFixture<ListStore>
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Orders_are_listed_by_status_by_day_and_by_both()
    {
        await Place(1, Noon, new OrderEvent.Confirmed());
        await Place(2, Noon);
        await Place(3, Noon.AddDays(1), new OrderEvent.Confirmed());

        Assert.Equal("3 2 1", await List(""));
        Assert.Equal("3 1", await List("?status=confirmed"));
        Assert.Equal("2 1", await List("?day=2026-11-26"));
        Assert.Equal("1", await List("?day=2026-11-26&status=confirmed"));
        Assert.Empty(await List("?day=2026-11-25"));
        Assert.Equal(
            "422 invalid_day",
            await ListStore.Problem(store.Operator, "/admin/v1/orders?day=26.11.2026")
        );
    }

    private Task Place(int number, DateTimeOffset at, params OrderEvent[] then)
    {
        var euro = Currency.Parse("EUR", null);
        var none = Money.Zero(euro);
        OrderEvent placed = new OrderEvent.Placed(
            new CartId("crt_x"),
            1,
            [],
            new(default!, none, none, none),
            new(none, none, none, none, none, new(number, euro)),
            default,
            new("DE"),
            "",
            new("pay_x"),
            ""
        );
        return store.Happen(
            $"order/ord_eu1_01J0000000000000000000{number:0000}",
            0,
            at,
            [placed, .. then]
        );
    }

    private async Task<string> List(string query)
    {
        var page = await ListStore.Get(store.Operator, $"/admin/v1/orders{query}");
        return string.Join(
            ' ',
            page.GetProperty("data")
                .EnumerateArray()
                .Select(each => each.GetProperty("total").GetProperty("amount"))
        );
    }
}
