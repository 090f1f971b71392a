using Commerce.Customers;
using Commerce.EventSourcing;
using Commerce.Orders;

namespace Commerce.Carts;

[GrainType("customer-cart")]
public sealed class CustomerCartGrain(AggregateRuntime runtime)
    : AggregateGrain<CustomerCart, CustomerCartEvent>(runtime),
        ICustomerCartGrain
{
    private CartId? _bought;

    private CustomerId Id => new(this.GetPrimaryKeyString());

    public async Task<Outcome<CartTold>> Find() =>
        State.Current is { } cart && await Look(cart) is { IsAccepted: true } told
            ? told
            : CartRejections.NotFound;

    public async Task<Outcome<CustomerCartTold>> Open(Currency currency)
    {
        var latest = State.Current;
        if (latest is not { } cart)
            return await Begin(latest, currency);

        var told = await Look(cart);
        // Begun, and not opened: somebody is about to, or died in between; or long over, and gone.
        if (told.Rejection == CartRejections.NotFound && Now < State.Since + Cart.KeptOver)
            return Tell(await GrainFactory.Cart(cart).Open(currency, Id), isNew: false);

        return told.IsAccepted && !await GivesWay(told.Value, currency)
            ? Tell(told, isNew: false)
            : await Begin(latest, currency);
    }

    public async Task<Outcome<CustomerCartTold>> Merge(
        CartId guest,
        MergeMode mode,
        Currency currency
    )
    {
        var theirs = await GrainFactory.Cart(guest).Get(Id);
        var opened = await Open(theirs.IsAccepted ? theirs.Value.Currency : currency);
        if (!opened.IsAccepted)
            return opened.Rejection;

        var (mine, isNew, _) = opened.Value;
        // Nothing is begun that would have to wait for somebody to pay.
        var moved =
            mine is { State: CartState.Frozen, Order: { } order } ? CartRejections.InProgress(order)
            : guest == mine.Id ? CartRejections.NotFound
            : await GrainFactory.Cart(guest).Move(Id, mine.Id, mode);
        if (!moved.IsAccepted)
            return Tell(mine, new(guest, MergeOutcome.Left, moved.Rejection.Code, []));

        var (into, isDone, adjustments) = moved.Value;
        var merge = new MergeTold(
            guest,
            isDone ? MergeOutcome.Merged : MergeOutcome.Merging,
            Why: null,
            adjustments
        );
        // What was merged long ago may be bought since; the customer has another cart then.
        var now = into == mine.Id ? await GrainFactory.Cart(into).Get(Id) : mine;
        return now.IsAccepted ? Tell(now.Value, merge) : now.Rejection;

        CustomerCartTold Tell(CartTold cart, MergeTold merged) => new(cart, isNew, merged);
    }

    public Task NoteBought(CartId cart)
    {
        _bought = cart;
        return Task.CompletedTask;
    }

    private async Task<Outcome<CustomerCartTold>> Begin(CartId? over, Currency currency)
    {
        var next = new CartId(Runtime.Ids.New("crt"));
        var (begun, durable) = Decide((carts, _) => carts.Begin(over, next));
        // Both are written at once: a cart that is nobody's yet is reached by nobody.
        var opening = GrainFactory.Cart(begun.Value).Open(currency, Id);
        await durable;
        return Tell(await opening, begun.Value == next);
    }

    /// <summary>The cart, unless it is over.</summary>
    private async Task<Outcome<CartTold>> Look(CartId cart)
    {
        if (cart == _bought)
            return CartRejections.Discarded;

        var told = await GrainFactory.Cart(cart).Get(Id);
        if (told.Value is not { State: not CartState.Open, Order: { } order })
            return told;

        // It hears a moment later than its buyer that it has become an order.
        return (await GrainFactory.Order(order).Stand()).Phase is OrderPhase.Confirmed
            ? CartRejections.Completed(order)
            : told;
    }

    /// <summary>A cart with nothing in it makes room for one in another currency.</summary>
    private async Task<bool> GivesWay(CartTold cart, Currency currency) =>
        cart is { State: CartState.Open, Lines.IsEmpty: true }
        && cart.Currency != currency
        && (await GrainFactory.Cart(cart.Id).Discard(cart.Version, Id)).IsAccepted;

    private static Outcome<CustomerCartTold> Tell(Outcome<CartTold> cart, bool isNew) =>
        cart.IsAccepted ? new CustomerCartTold(cart.Value, isNew) : cart.Rejection;
}
