using System.Collections.Immutable;
using Commerce.Catalog;
using Commerce.Customers;
using Commerce.EventSourcing;
using Commerce.Inventory;
using static Commerce.Carts.CartEvent;

namespace Commerce.Carts;

/// <summary>A guest's cart that goes into a customer's, and the customer's that takes it.</summary>
public sealed partial record Cart
{
    /// <summary>After that long a cart that has not arrived is brought again.</summary>
    public static readonly TimeSpan MovingMax = TimeSpan.FromSeconds(15);

    /// <summary>A guest's cart goes to one customer, for good.</summary>
    public Decision<bool, CartEvent> BeginMove(CustomerId customer, CartId into, MergeMode mode) =>
        Customer is not null ? CartRejections.NotFound
        : Move?.Customer == customer ? true
        : Refusal() is { } refusal ? refusal
        : (true, new MoveBegan(customer, into, mode));

    /// <summary>The cart that it goes into was over before: it goes on to the next.</summary>
    public Decision<bool, CartEvent> MoveOn(CartId from, CartId into) =>
        Move is { IsDone: false } move && move.Into == from && from != into
            ? (true, new MoveBegan(move.Customer, into, move.Mode))
            : false;

    /// <summary>It could not be brought now: it is brought again, after a while.</summary>
    public Decision<bool, CartEvent> MoveLater(DateTimeOffset now) =>
        Move is { IsDone: false } move && AskAt <= now
            ? (true, new MoveBegan(move.Customer, move.Into, move.Mode))
            : false;

    public Decision<bool, CartEvent> EndMove(
        CartId into,
        ImmutableArray<CartAdjustment> adjustments
    ) =>
        Move is { IsDone: false } move && move.Into == into
            ? (true, new Moved(adjustments))
            : false;

    /// <summary>
    /// Takes what a guest's cart has. Of each SKU there is the sum then, or what is available, or
    /// what a line may have. Units of a sale come as they are held; where the cart has that SKU
    /// otherwise, its own line stays.
    /// </summary>
    /// <param name="looks">What each of the guest's SKUs costs, and how much is left.</param>
    public Decision<CartAbsorption, CartEvent> Absorb(
        CartMerge merge,
        ImmutableDictionary<Sku, (Offer? Offer, StockLevel Stock)> looks,
        DateTimeOffset now
    )
    {
        if (Merged.TryGetValue(merge.From, out var earlier))
            return new CartAbsorption(earlier, []);
        if (Refusal() is { } refusal)
            return refusal;

        var taking = new CartTaking(this, now);
        if (merge.Mode is MergeMode.Theirs && !merge.Lines.IsEmpty)
            taking.Clear();
        if (merge.Mode is not MergeMode.Mine || Lines.IsEmpty)
        {
            // Those that it has first: where nothing is left of one, there is room for another.
            foreach (var line in merge.Lines.OrderByDescending(taking.Has))
                taking.Take(line, looks);
        }

        if (Shipping is null && merge.Shipping is var (country, method))
            taking.Do(taking.Cart.ChooseShipping(method, country));
        if (merge.Suspicion is { } reason)
            taking.Do(taking.Cart.Suspect(reason));
        return taking.End(merge);
    }
}

/// <summary>Where a guest's cart went, or goes.</summary>
/// <param name="IsDone">Whether it has arrived.</param>
public sealed record CartMove(
    CustomerId Customer,
    CartId Into,
    MergeMode Mode,
    bool IsDone,
    ImmutableArray<CartAdjustment> Adjustments
);

/// <summary>What a cart did not get of a guest's, and whose units it gives back.</summary>
/// <param name="Freed">Lines of a sale that stand in neither cart any more.</param>
public sealed record CartAbsorption(
    ImmutableArray<CartAdjustment> Adjustments,
    ImmutableArray<CartLine> Freed
);
