using System.Collections.Immutable;
using Commerce.Catalog;
using Commerce.EventSourcing;
using Commerce.Inventory;
using Commerce.Orders;
using Commerce.Shipping;
using static Commerce.Carts.CartEvent;

namespace Commerce.Carts;

/// <summary>
/// Checkouts: one order a generation, whose id is minted in the event that freezes the cart, and
/// one record a key, which leads to its order and attempt whatever comes after.
/// </summary>
public sealed partial record Cart
{
    /// <param name="newOrder">The id that a new order gets.</param>
    /// <param name="offers">What the lines cost now, of those whose price is no longer
    /// promised.</param>
    /// <param name="standing">Where the order stands that the cart is frozen for, if anyone
    /// asked.</param>
    /// <param name="country">Where the order is to go.</param>
    public Decision<CheckoutTicket, CartEvent> Checkout(
        RequestKey key,
        Country country,
        OrderId newOrder,
        ImmutableDictionary<Sku, Offer?> offers,
        OrderStanding? standing,
        DateTimeOffset now
    )
    {
        if (Checkouts.TryGetValue(key.Key, out var earlier))
            return earlier.Request == key.Request
                ? Ticket(earlier.Order, earlier.Generation, earlier.Attempt, isReplay: true)
                : Rejections.KeyReused;
        if (State is CartState.Frozen)
            return PayAgain(key, standing, now);
        if (Refusal() is { } refusal)
            return refusal;
        if (Lines.IsEmpty)
            return CartRejections.Empty;
        if (Shipping is { } chosen && chosen.Country != country)
            return CartRejections.CountryDiffers(chosen.Country);
        if (
            Lines
                .Select(line => Objection(line, offers, now))
                .FirstOrDefault(no => no is not null) is
            { } objection
        )
            return objection;

        var started = new CheckoutStarted(Generation, newOrder, 1, key.Key, key.Request);
        return (Ticket(newOrder, Generation, attempt: 1, isReplay: false), started);
    }

    /// <summary>Confirms that this order took the cart; another one does not.</summary>
    public Decision<bool, CartEvent> Complete(OrderId order) =>
        State is CartState.Frozen && Order == order ? (true, new Completed(order)) : false;

    public Decision<bool, CartEvent> Reopen(OrderId order) =>
        State is CartState.Frozen && Order == order ? (true, new Reopened(Generation + 1)) : false;

    /// <summary>What the order's standing means for a frozen cart whose alarm rang.</summary>
    public Decision<bool, CartEvent> Hear(
        OrderId order,
        OrderStanding standing,
        DateTimeOffset now
    ) =>
        State is not CartState.Frozen || Order != order ? false
        : standing.Phase is OrderPhase.Confirmed ? Complete(order)
        : standing.Phase is OrderPhase.Ended ? Reopen(order)
        : (true, new CheckoutContinues(now + (PlacingMax * 4)));

    /// <summary>
    /// The prices that are no longer promised and must be asked for before a checkout.
    /// </summary>
    public IEnumerable<CartLine> Unlocked(DateTimeOffset now) =>
        Lines.Where(line => line.LockedUntil <= now);

    private Decision<CheckoutTicket, CartEvent> PayAgain(
        RequestKey key,
        OrderStanding? standing,
        DateTimeOffset now
    )
    {
        var order = Order!.Value;
        if (standing is { Phase: OrderPhase.Confirmed })
            return CartRejections.Completed(order);

        // An attempt that never reached the order does not stand in the way for ever.
        var isLost = standing?.Attempts < Attempts && AskAt <= now;
        var awaits = standing is { Phase: OrderPhase.AwaitingPayment };
        if (!awaits || (standing!.Attempts < Attempts && !isLost))
            return CartRejections.InProgress(order);
        if (Attempts >= AttemptsMax)
            return CartRejections.AttemptsExhausted;

        var attempt = Attempts + 1;
        var started = new CheckoutStarted(Generation, order, attempt, key.Key, key.Request);
        return (Ticket(order, Generation, attempt, isReplay: false), started);
    }

    private static Rejection? Objection(
        CartLine line,
        ImmutableDictionary<Sku, Offer?> offers,
        DateTimeOffset now
    ) =>
        line.LockedUntil > now ? null
        : offers.GetValueOrDefault(line.Sku) is not { } offer ? CartRejections.Unavailable(line.Sku)
        : offer.Price != line.UnitPrice ? CartRejections.PriceChanged(line, offer.Price)
        : null;

    private CheckoutTicket Ticket(OrderId order, int generation, int attempt, bool isReplay) =>
        new(
            order,
            generation,
            attempt,
            Currency,
            Priced(),
            isReplay,
            Shipping?.Method ?? ShippingMethod.Standard,
            Suspicion
        );
}
