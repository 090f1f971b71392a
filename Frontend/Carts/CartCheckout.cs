using System.Collections.Immutable;
using Commerce.Customers;
using Commerce.FlashSales;
using Commerce.Orders;
using Commerce.Secrets;

namespace Commerce.Carts;

/// <summary>
/// The checkout of a cart: the cart freezes and names the order, the order does the rest. Its key
/// leads to that order and attempt for ever.
/// </summary>
internal sealed class CartCheckout(
    IGrainFactory grains,
    ServerKeys keys,
    OrderAnswers answers,
    SaleBuyers buyers,
    SaleBoard board,
    TimeProvider time
)
{
    /// <summary>The longest that a text of a checkout may be, in characters.</summary>
    public const int TextMax = 256;

    private static readonly Rejection Invalid = new(
        "invalid_checkout",
        RejectionKind.Invalid,
        "Something is missing or too long."
    );

    /// <param name="account">Who buys, if that is known.</param>
    /// <param name="key">The client's, 1 to 255 characters.</param>
    /// <param name="expected">The version the cart must have, where given.</param>
    /// <param name="wait">How long to wait for what becomes of it.</param>
    public async Task<Outcome<CheckedOut>> Run(
        CartId id,
        CustomerId? account,
        CheckoutRequest request,
        string key,
        long? expected,
        TimeSpan wait
    )
    {
        if (Objection(request) is { } objection)
            return objection;

        var started = await grains
            .Cart(id)
            .Checkout(
                new(key, keys.Fingerprint(request)),
                request.ShippingAddress.Country,
                expected
            );
        if (!started.IsAccepted)
            return started.Rejection;

        var ticket = started.Value;
        var (order, begun) = (grains.Order(ticket.Order), time.GetTimestamp());
        var limits = await buyers.Of(ticket.Lines, request, account);
        var (holds, token) = (ticket.Lines.Select(line => line.Sale), request.PaymentMethod.Token);
        var byPayment = await buyers.OfPayment(holds, token, account);
        var told =
            ticket.Attempt == 1
                ? await order.Place(Placement(id, ticket, request, limits, byPayment), wait)
                : await order.Pay(new(ticket.Attempt, token, Key: null, byPayment), wait);
        if (!told.IsAccepted)
            return told.Rejection;
        if (told.Value.Status is OrderStatus.Confirmed or OrderStatus.Suspended)
        {
            foreach (var limit in limits)
                board.CountsOf(limit.Sale)?.Ordered(time.GetElapsedTime(begun));
        }

        return new CheckedOut(told.Value, ticket);
    }

    private OrderPlacement Placement(
        CartId cart,
        CheckoutTicket ticket,
        CheckoutRequest request,
        ImmutableArray<SaleLimit> limits,
        ImmutableArray<SaleLimit> byPayment
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
            request.PaymentMethod.Token,
            ticket.Shipping,
            limits,
            ticket.Review,
            byPayment
        );
    }

    private static Rejection? Objection(CheckoutRequest request)
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
            .Concat(EmailAddress.IsOne(request.Email) ? [] : ["/email"])
            .Concat(request.Phone is { } phone && !PhoneNumber.IsOne(phone) ? ["/phone"] : [])
            .Distinct(StringComparer.Ordinal)
            .Select(pointer => new RejectionDatum(pointer, "code", Text: "invalid"))
            .ToImmutableArray();
        return bad.IsEmpty ? null : Invalid with { Data = bad };
    }
}

/// <summary>The order that a checkout led to, and which payment of it this is.</summary>
internal sealed record CheckedOut(OrderTold Order, CheckoutTicket Ticket);
