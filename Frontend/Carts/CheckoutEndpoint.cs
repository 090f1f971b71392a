using Commerce.Accounts;
using Commerce.Http;
using Commerce.Orders;

namespace Commerce.Carts;

/// <summary>The checkout's key is answered for ever with what became of its attempt.</summary>
internal static class CheckoutEndpoint
{
    public static void Map(IEndpointRouteBuilder carts) =>
        carts
            .MapPost("/{id}/checkout", Checkout)
            .Means("checkout", "Buys what is in the cart; 202 while that is not decided yet.")
            .Answers<OrderBody>(201, 202)
            .Limited(RateClass.Checkout)
            .RequiresKey()
            .HonoursIfMatch()
            .Waits()
            .RefusesLost()
            .RefusesClosed()
            .Refuses(402, "payment_declined")
            .Refuses(409, "cart_empty", "price_changed", "product_unavailable")
            .Refuses(409, "insufficient_stock", "backorder_cap_reached", "sku_frozen")
            .Refuses(409, "shipping_country_differs", "purchase_limit_reached", "sale_paused")
            .Refuses(409, "reservation_expired", "checkout_abandoned", "not_shippable")
            .Refuses(409, "invalid_transition", "payment_attempts_exhausted")
            .Refuses(422, "invalid_checkout");

    public static async Task<IResult> Checkout(
        CartId id,
        CheckoutRequest request,
        HttpRequest http,
        CartCheckout checkout,
        OrderAnswers answers
    )
    {
        if (http.IdempotencyKey() is not { } key)
            return RequestHeaders.KeyRequired;

        var ran = await checkout.Run(
            id,
            http.Account(),
            request,
            key,
            http.ExpectedVersion(),
            http.Wait()
        );
        return ran.Match(placed =>
            answers.Checkout(placed.Order, placed.Ticket.Attempt, placed.Ticket.IsReplay)
        );
    }
}
