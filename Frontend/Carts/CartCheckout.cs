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
    CheckoutContacts contacts,
    OrderAnswers answers,
    SaleBuyers buyers,
    SaleBoard board,
    TimeProvider time
)
{
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
        var known = await contacts.Of(request, account);
        if (!known.IsAccepted)
            return known.Rejection;

        var contact = known.Value;

        var started = await grains
            .Cart(id)
            .Checkout(
                new(key, keys.Fingerprint(request)),
                contact.ShippingAddress.Country,
                expected,
                account
            );
        if (!started.IsAccepted)
            return started.Rejection;

        var ticket = started.Value;
        var (order, begun) = (grains.Order(ticket.Order), time.GetTimestamp());
        var limits = await buyers.Of(ticket.Lines, contact, account);
        var (holds, token) = (ticket.Lines.Select(line => line.Sale), request.PaymentMethod.Token);
        var byPayment = await buyers.OfPayment(holds, token, account);
        var told =
            ticket.Attempt == 1
                ? await order.Place(
                    Placement(id, account, ticket, contact, token, limits, byPayment),
                    wait
                )
                : await order.Pay(new(ticket.Attempt, token, Key: null, byPayment), wait);
        if (!told.IsAccepted)
            return told.Rejection;
        if (told.Value.Status is OrderStatus.Confirmed or OrderStatus.Suspended)
        {
            if (account is { } customer)
                await grains.CartOf(customer).NoteBought(id);

            foreach (var limit in limits)
                board.CountsOf(limit.Sale)?.Ordered(time.GetElapsedTime(begun));
        }

        return new CheckedOut(told.Value, ticket);
    }

    private OrderPlacement Placement(
        CartId cart,
        CustomerId? account,
        CheckoutTicket ticket,
        ContactBody contact,
        string token,
        ImmutableArray<SaleLimit> limits,
        ImmutableArray<SaleLimit> byPayment
    )
    {
        var (sealedContact, wrappedKey) = answers.Seal(contact);
        return new(
            cart,
            ticket.Generation,
            ticket.Currency,
            ticket.Lines,
            contact.ShippingAddress.Country,
            sealedContact,
            [.. wrappedKey],
            token,
            ticket.Shipping,
            limits,
            ticket.Review,
            byPayment,
            account,
            keys.EmailKey(contact.Email)
        );
    }
}

/// <summary>The order that a checkout led to, and which payment of it this is.</summary>
internal sealed record CheckedOut(OrderTold Order, CheckoutTicket Ticket);
