using System.Collections.Immutable;
using Commerce.Catalog;
using Commerce.Customers;
using Commerce.EventSourcing;
using Commerce.FlashSales;
using Commerce.Inventory;
using Commerce.Orders;
using Commerce.Shipping;

namespace Commerce.Carts;

[GrainType("cart")]
public sealed partial class CartGrain(AggregateRuntime runtime, SkuOwners owners)
    : AggregateGrain<Cart, CartEvent>(runtime),
        ICartGrain
{
    private CartId Id => new(this.GetPrimaryKeyString());

    public async Task<Outcome<CartTold>> Open(Currency currency, CustomerId? who = null)
    {
        var opened = await Transact((cart, _) => cart.Open(currency, who));
        return opened.IsAccepted ? Tell(who) : opened.Rejection;
    }

    public Task<Outcome<CartTold>> Get(CustomerId? who = null) => Task.FromResult(Tell(who));

    public async Task<Outcome<LineTold>> Add(
        Sku sku,
        int quantity,
        RequestKey? key,
        long? expected,
        CustomerId? who = null
    )
    {
        if (Foreign(who) is { } foreign)
            return foreign;
        if (await Refused(expected, who) is { } refusal && State.Find(key, Now) is null)
            return refusal;

        var (offer, stock) = await Look(sku);
        LineTold? told = null;
        var added = await Transact(
            (cart, now) =>
            {
                var decision = cart.Add(offer, sku, quantity, stock, key, now);
                told = Tell(cart, decision, now);
                return decision;
            }
        );
        return added.IsAccepted ? told! : added.Rejection;
    }

    /// <summary>
    /// The cart as of one add: those that share its append have versions of their own.
    /// </summary>
    private LineTold? Tell(Cart before, Decision<CartAdd, CartEvent> added, DateTimeOffset now)
    {
        if (!added.Reply.IsAccepted)
            return null;

        var (line, _, isMerged) = added.Reply.Value;
        var cart = added.Events.Aggregate(before, (state, e) => state.Evolve(e, now));
        return new(
            line,
            isMerged,
            IsReplay: added.Events.IsEmpty,
            cart.Told(Id, DecidedVersion + added.Events.Length)
        );
    }

    public async Task<Outcome<CartTold>> SetQuantity(
        string line,
        int quantity,
        long? expected,
        CustomerId? who = null
    )
    {
        if (await Refused(expected, who) is { } refusal)
            return refusal;
        if (State.Lines.Find(each => each.Id == line) is not { } existing)
            return CartRejections.LineNotFound;

        var (offer, stock) = await Look(existing.Sku);
        return await Tell(
            Transact((cart, now) => cart.SetQuantity(line, quantity, offer, stock, now))
        );
    }

    public async Task<Outcome<CartTold>> Remove(string line, long? expected, CustomerId? who = null)
    {
        if (await Refused(expected, who) is { } refusal)
            return refusal;

        var gone = State.Lines.FindAll(each => each.Id == line);
        var told = await Tell(Settle((cart, _) => cart.Remove(line)));
        await (told.IsAccepted ? GiveBack(gone) : Task.CompletedTask);
        return told;
    }

    public async Task<Outcome<CartTold>> Discard(long? expected, CustomerId? who = null)
    {
        if (await Refused(expected, who) is { } refusal)
            return refusal;

        var gone = State.Lines;
        var told = await Tell(Settle((cart, _) => cart.Discard()));
        await (told.IsAccepted ? GiveBack(gone) : Task.CompletedTask);
        return told;
    }

    public async Task<Outcome<ImmutableArray<CartProblem>>> GetProblems(CustomerId? who = null)
    {
        if (Tell(who) is { IsAccepted: false } no)
            return no.Rejection;

        var lines = State.Lines;
        var looks = await Task.WhenAll(lines.Select(Look));
        var now = Now;
        return lines
            .Zip(looks, (line, look) => CartProblems.Of(line, look.Offer, look.Stock, now))
            .SelectMany(problems => problems)
            .ToImmutableArray();
    }

    public Task<Outcome<CartShippingOptions>> GetShippingOptions(
        Country? country,
        CustomerId? who = null
    ) =>
        Task.FromResult(
            Tell(who) is { IsAccepted: false } no ? no.Rejection : State.ShippingOptions(country)
        );

    public async Task<Outcome<CartTold>> ChooseShipping(
        ShippingMethod method,
        Country? country,
        long? expected,
        CustomerId? who = null
    ) =>
        await Refused(expected, who) is { } refusal
            ? refusal
            : await Tell(Transact((cart, _) => cart.ChooseShipping(method, country)));

    public async Task<Outcome<CheckoutTicket>> Checkout(
        RequestKey key,
        Country country,
        long? expected,
        CustomerId? who = null
    )
    {
        if (Foreign(who) is { } foreign)
            return foreign;

        // A key that was here before leads to its order, without a question to anyone.
        if (!State.Checkouts.ContainsKey(key.Key) && expected is not null && expected != Version)
            return Rejections.Stale;

        if (!State.Checkouts.ContainsKey(key.Key) && await IsHardPaused())
            return SaleRejections.Paused;

        var unlocked = State.Unlocked(Now).ToList();
        var offers = await Task.WhenAll(unlocked.Select(OfferOf));
        var prices = unlocked
            .Zip(offers)
            .ToImmutableDictionary(pair => pair.First.Sku, pair => pair.Second);
        var standing =
            State is { State: CartState.Frozen, Order: { } order }
            && !State.Checkouts.ContainsKey(key.Key)
                ? await GrainFactory.Order(order).Stand()
                : null;
        if (standing is { Phase: OrderPhase.Ended })
        {
            await Settle((cart, _) => cart.Reopen(standing.Order));
        }

        var newOrder = new OrderId(Runtime.Ids.New("ord"));
        return await Transact(
            (cart, now) => cart.Checkout(key, country, newOrder, prices, standing, now)
        );
    }

    public async Task Complete(OrderId order)
    {
        await Settle((cart, _) => cart.Complete(order));
        // Hardly anyone looks at it again: it need not be kept in memory.
        DeactivateOnIdle();
    }

    public Task Reopen(OrderId order) => Settle((cart, _) => cart.Reopen(order));

    /// <summary>
    /// Idle too long, it expires. Frozen, it asks the order; one that was never placed is refused
    /// from then on, so that the cart may open again.
    /// </summary>
    protected override async Task OnWake()
    {
        await Settle((cart, now) => cart.Expire(now));
        await Arrive();
        if (State is { State: CartState.Frozen, Order: { } order } && State.AskAt <= Now)
        {
            // What a sale's lines hold is the cart's own.
            var normal = State.Lines.Where(line => line.Sale is null);
            var standing = await GrainFactory
                .Order(order)
                .RefuseUnlessPlaced([.. normal.Select(line => line.Sku)]);
            await Settle((cart, now) => cart.Hear(order, standing, now));
        }
    }

    /// <summary>
    /// Takes back a checkout that only awaits another payment, so that edits may go on.
    /// </summary>
    private async Task<Rejection?> Refused(long? expected, CustomerId? who)
    {
        if (Foreign(who) is { } foreign)
            return foreign;
        if (State.State is CartState.Open && expected is not null && expected != Version)
            return Rejections.Stale;
        if (State is not { State: CartState.Frozen, Order: { } order })
            return State.Refusal();

        var yielded = await GrainFactory.Order(order).Yield();
        if (!yielded.IsAccepted)
            return yielded.Rejection;

        await Settle((cart, _) => cart.Reopen(order));
        return null;
    }

    /// <summary>A customer's cart is there for nobody else.</summary>
    private Rejection? Foreign(CustomerId? who) =>
        State.Customer is { } owner && owner != who ? CartRejections.NotFound : null;

    private async Task<Outcome<CartTold>> Tell(Task<Outcome<bool>> change)
    {
        var outcome = await change;
        return outcome.IsAccepted ? State.Told(Id, Version) : outcome.Rejection;
    }

    private Outcome<CartTold> Tell(CustomerId? who) =>
        State.State switch
        {
            _ when Foreign(who) is { } foreign => foreign,
            null => CartRejections.NotFound,
            CartState.Moved => CartRejections.Moved(State.Move!.Into),
            CartState.Expired => CartRejections.Expired,
            CartState.Discarded => CartRejections.Discarded,
            _ => State.Told(Id, Version),
        };
}
