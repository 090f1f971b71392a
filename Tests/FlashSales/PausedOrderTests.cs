using Commerce.Carts;
using Commerce.Catalog;
using Commerce.Stores;

namespace Commerce.FlashSales;

/// <summary>An order that awaits another payment, in a store whose time a test moves.</summary>
public sealed class PausedOrderTests : WholeStoreTests
{
    [Fact]
    public async Task It_has_as_long_to_be_paid_as_if_payments_had_never_been_stopped()
    {
        var sale = await (await OpenSale.Draft(Shop, "WAITS", units: 1)).Start();
        var cart = await Hold(sale);
        var order = await Decline(cart);

        // Five minutes are promised: one of them, three of a pause and three more go by.
        Advance(minutes: 1);
        (await sale.Do("pause", new { hard = true })).Expect(200);
        Advance(minutes: 3);
        (await sale.Do("resume")).Expect(200);
        Advance(minutes: 3);
        await Retry(order);

        var paid = (await Shop.Checkout(cart, "second")).Expect(201);
        Assert.Equal(order, paid.Location.Split('/')[^1]);
    }

    [Fact]
    public async Task It_expires_when_that_time_is_over_and_its_buyer_has_room_again()
    {
        var sale = await (await OpenSale.Draft(Shop, "ENDS", units: 2, limit: 1)).Start();
        var order = await Decline(await Hold(sale));
        var other = await Hold(sale);
        var early = await Shop.Checkout(other, "early");

        Advance(minutes: 5);
        await Retry(order);

        Assert.Equal("expired", (await Shop.GetOrder(order)).Text("status"));
        Assert.Equal((409, "purchase_limit_reached"), (early.Status, early.Code));
        (await Shop.Checkout(other, "late")).Expect(201);
    }

    /// <summary>A cart that holds a unit, as one does that was let in.</summary>
    private async Task<string> Hold(OpenSale sale)
    {
        var cart = await Shop.OpenCart();
        var add = new SaleAdd(new(sale.Id), new(sale.Sku), 1, $"key of {cart}", cart);
        var added = await Store.Grains.Cart(new(cart)).AddFromSale(add, key: null, expected: null);
        Assert.Null(added.Rejection);
        return cart;
    }

    /// <returns>The order, which awaits another payment.</returns>
    private async Task<string> Decline(string cart) =>
        (await Shop.Checkout(cart, "first", "tok_declined")).Expect(402).Location.Split('/')[^1];

    private void Advance(double minutes) => Store.Time.Advance(TimeSpan.FromMinutes(minutes));

    private async Task Retry(string order) =>
        (await Shop.Post($"/admin/v1/processes/{order}/retry", new { }, key: null)).Expect(
            200,
            202
        );
}
