using Commerce.Http;
using Commerce.Orders;
using Commerce.Secrets;

namespace Commerce.Carts;

/// <summary>
/// The checkout of a cart: the cart freezes and names the order, the order does the rest. Its key
/// leads to that order and attempt for ever, and is answered with what became of them.
/// </summary>
internal static class CheckoutEndpoint
{
    private const int TextMax = 256;

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
            .Refuses(409, "reservation_expired", "checkout_abandoned", "not_shippable")
            .Refuses(409, "invalid_transition", "payment_attempts_exhausted")
            .Refuses(422, "invalid_checkout");

    public static async Task<IResult> Checkout(
        CartId id,
        CheckoutRequest request,
        HttpRequest http,
        IGrainFactory grains,
        ServerKeys keys,
        OrderAnswers answers
    )
    {
        if (http.IdempotencyKey() is not { } key)
            return RequestHeaders.KeyRequired;
        if (Objection(request) is { } objection)
            return objection;

        var started = await grains
            .Cart(id)
            .Checkout(new(key, keys.Fingerprint(request)), http.ExpectedVersion());
        if (!started.IsAccepted)
            return started.Rejection.ToProblem();

        var ticket = started.Value;
        var order = grains.Order(ticket.Order);
        var told =
            ticket.Attempt == 1
                ? await order.Place(Placement(id, ticket, request, answers), http.Wait())
                : await order.Pay(
                    new(ticket.Attempt, request.PaymentMethod.Token, Key: null),
                    http.Wait()
                );
        return told.Match(placed => answers.Checkout(placed, ticket.Attempt, ticket.IsReplay));
    }

    private static OrderPlacement Placement(
        CartId cart,
        CheckoutTicket ticket,
        CheckoutRequest request,
        OrderAnswers answers
    )
    {
        var (contact, wrappedKey) = answers.Seal(request);
        return new(
            cart,
            ticket.Generation,
            ticket.Currency,
            ticket.Lines,
            request.ShippingAddress.Country,
            contact,
            [.. wrappedKey],
            request.PaymentMethod.Token
        );
    }

    private static Problem? Objection(CheckoutRequest request)
    {
        var address = request.ShippingAddress;
        (string Pointer, string? Text, bool MayMiss)[] texts =
        [
            ("/email", request.Email, false),
            ("/shippingAddress/name", address.Name, false),
            ("/shippingAddress/line1", address.Line1, false),
            ("/shippingAddress/line2", address.Line2, true),
            ("/shippingAddress/city", address.City, false),
            ("/shippingAddress/region", address.Region, true),
            ("/shippingAddress/postalCode", address.PostalCode, false),
            ("/paymentMethod/token", request.PaymentMethod.Token, false),
        ];
        var bad = texts
            .Where(each =>
                each.Text is { Length: > TextMax }
                || (!each.MayMiss && string.IsNullOrWhiteSpace(each.Text))
            )
            .Select(each => each.Pointer)
            .Concat(IsEmail(request.Email) ? [] : ["/email"])
            .Distinct(StringComparer.Ordinal)
            .Select(pointer => new RejectionDatum(pointer, "code", Text: "invalid"))
            .ToList();
        return bad.Count == 0
            ? null
            : new(422, "invalid_checkout", "Something is missing or too long.") { Errors = bad };
    }

    /// <summary>
    /// Something, an at sign, a domain: whether it reaches anyone only mail can tell.
    /// </summary>
    private static bool IsEmail(string text) =>
        text.Split('@') is [{ Length: > 0 }, { Length: > 2 } domain]
        && domain.IndexOf('.', StringComparison.Ordinal) > 0
        && !text.Any(char.IsWhiteSpace);
}
