using Commerce.Http;
using Commerce.Orders;

namespace Commerce.Carts;

/// <summary>The checkout's key is answered for ever with what became of its attempt.</summary>
internal static class CheckoutEndpoint
{
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

        var ran = await checkout.Run(id, request, key, http.ExpectedVersion(), http.Wait());
        return ran.Match(placed =>
            answers.Checkout(placed.Order, placed.Ticket.Attempt, placed.Ticket.IsReplay)
        );
    }
}
