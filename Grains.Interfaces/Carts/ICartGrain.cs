using System.Collections.Immutable;
using Commerce.Customers;
using Commerce.FlashSales;
using Commerce.Inventory;
using Commerce.Orders;
using Commerce.Shipping;

namespace Commerce.Carts;

/// <summary>
/// One shopper's cart. Adding commutes: parallel adds all count. While it is checked out it is
/// frozen, and its generation has exactly one order, whose id the cart mints.
/// </summary>
/// <remarks>
/// A cart that was never opened is <c>not_found</c>, one that lay idle too long
/// <c>cart_expired</c>, one that was merged into a customer's <c>cart_moved</c>. A customer's cart
/// is <c>not_found</c> to whoever else asks: <c>who</c> is the customer who does, if one does.
/// Edits are rejected with <c>payment_in_progress</c> while money is being asked for, and with
/// <c>cart_completed</c> after that; they take back a checkout that awaits another payment.
/// </remarks>
[Alias("commerce.carts.cart")]
public interface ICartGrain : IAlarmed
{
    /// <summary>Opens it, once: for a customer, or for a guest.</summary>
    [Alias("open")]
    Task<Outcome<CartTold>> Open(Currency currency, CustomerId? who = null);

    [Alias("get")]
    Task<Outcome<CartTold>> Get(CustomerId? who = null);

    /// <summary>
    /// Puts 1 to 999 more units of a SKU into the cart, at its price of now. Rejected with
    /// <c>quantity_out_of_range</c>, <c>too_many_lines</c>, <c>product_unavailable</c> and
    /// <c>insufficient_stock</c> (with what is available).
    /// </summary>
    /// <param name="expected">The version the cart must have, where given.</param>
    [Alias("add")]
    Task<Outcome<LineTold>> Add(
        Sku sku,
        int quantity,
        RequestKey? key,
        long? expected,
        CustomerId? who = null
    );

    /// <summary>
    /// Puts units of a sale into the cart at its price, and holds them. Rejected as
    /// <see cref="Add"/> and <see cref="ISaleGrain.GetOffer"/> are, with
    /// <c>purchase_limit_reached</c>, <c>admission_spent</c>, and with <c>sale_line_exists</c>
    /// where the cart has that SKU already.
    /// </summary>
    [Alias("add-from-sale")]
    Task<Outcome<LineTold>> AddFromSale(
        SaleAdd add,
        RequestKey? key,
        long? expected,
        CustomerId? who = null
    );

    /// <summary>
    /// Sets a line to 1 to 999 units, at its price of now. Rejected with <c>sale_line_exists</c>
    /// where its units are a sale's.
    /// </summary>
    [Alias("set-quantity")]
    Task<Outcome<CartTold>> SetQuantity(
        string line,
        int quantity,
        long? expected,
        CustomerId? who = null
    );

    [Alias("remove")]
    Task<Outcome<CartTold>> Remove(string line, long? expected, CustomerId? who = null);

    /// <summary>
    /// Notes that it did what no person does: an operator looks at its orders before any money is
    /// taken. The first reason counts.
    /// </summary>
    [Alias("suspect")]
    Task<Outcome<CartTold>> Suspect(string reason, CustomerId? who = null);

    /// <summary>Empties the cart for good.</summary>
    [Alias("discard")]
    Task<Outcome<CartTold>> Discard(long? expected, CustomerId? who = null);

    /// <summary>What would stop a checkout now.</summary>
    [Alias("problems")]
    Task<Outcome<ImmutableArray<CartProblem>>> GetProblems(CustomerId? who = null);

    /// <summary>
    /// How the cart could be sent to a country, or to the one that was chosen, and what its order
    /// would then come to. Rejected with <c>country_missing</c> where there is neither.
    /// </summary>
    [Alias("shipping-options")]
    Task<Outcome<CartShippingOptions>> GetShippingOptions(Country? country, CustomerId? who = null);

    /// <summary>
    /// Chooses where the order is to go, or leaves that as it is, and how. Rejected with
    /// <c>country_missing</c>, <c>not_shippable</c> and <c>shipping_method_unavailable</c>.
    /// </summary>
    [Alias("choose-shipping")]
    Task<Outcome<CartTold>> ChooseShipping(
        ShippingMethod method,
        Country? country,
        long? expected,
        CustomerId? who = null
    );

    /// <summary>
    /// Freezes the cart for an order, or begins a further payment of the order it is frozen for.
    /// The key's record leads back to that order and attempt, whatever became of them. Rejected
    /// with <c>cart_empty</c>, <c>price_changed</c> (with both prices), <c>payment_in_progress</c>,
    /// <c>cart_completed</c>, <c>payment_attempts_exhausted</c>, and with
    /// <c>shipping_country_differs</c> where shipping was chosen for another country.
    /// </summary>
    /// <param name="country">Where the order is to go.</param>
    [Alias("checkout")]
    Task<Outcome<CheckoutTicket>> Checkout(
        RequestKey key,
        Country country,
        long? expected,
        CustomerId? who = null
    );

    /// <summary>The order is confirmed: nothing more happens to this cart.</summary>
    [Alias("complete")]
    Task Complete(OrderId order);

    /// <summary>
    /// The order ended otherwise: the cart is open again, as its next generation.
    /// </summary>
    [Alias("reopen")]
    Task Reopen(OrderId order);

    /// <summary>
    /// Moves what a guest's cart has into a customer's, once, whatever dies meanwhile: from then on
    /// it is <c>cart_moved</c>. Asked again, it is the same. Rejected as edits are, a cart that is
    /// being paid for included, and with <c>not_found</c> where it is a customer's.
    /// </summary>
    /// <param name="into">The customer's cart, or the one that follows it once it is over.</param>
    [Alias("move")]
    Task<Outcome<CartMoved>> Move(CustomerId customer, CartId into, MergeMode mode);

    /// <summary>The guests' carts that came into the customer's.</summary>
    [Alias("get-merged")]
    Task<ImmutableArray<CartId>> GetMerged(CustomerId who);

    /// <summary>
    /// Takes what a guest's cart has, in one turn, and once a cart. Rejected as edits are.
    /// </summary>
    [Alias("absorb")]
    Task<Outcome<ImmutableArray<CartAdjustment>>> Absorb(CartMerge merge);
}

/// <summary>A cart as it is told.</summary>
/// <param name="Order">The order that it is frozen for, or became.</param>
/// <param name="Totals">What its order comes to: without shipping and tax until these are
/// chosen.</param>
[GenerateSerializer, Immutable, Alias("commerce.carts.cart-told")]
public sealed record CartTold(
    CartId Id,
    Currency Currency,
    CartState State,
    ImmutableArray<CartLine> Lines,
    OrderId? Order,
    long Version,
    CartShipping? Shipping,
    Totals Totals
);

[GenerateSerializer, Alias("commerce.carts.cart-state")]
public enum CartState
{
    Open = 1,
    Frozen = 2,
    Completed = 3,
    Expired = 4,
    Discarded = 5,

    /// <summary>What it had is in a customer's cart now.</summary>
    Moved = 6,
}

/// <param name="LockedUntil">Until when the price is promised.</param>
/// <param name="Categories">The slugs that its product is filed under, divided by spaces.</param>
/// <param name="Sale">The sale that its units are of, and are held in until then.</param>
[GenerateSerializer, Immutable, Alias("commerce.carts.cart-line")]
public sealed record CartLine(
    string Id,
    Sku Sku,
    string Product,
    string Name,
    int Quantity,
    Money UnitPrice,
    DateTimeOffset LockedUntil,
    string? Categories = null,
    SaleHold? Sale = null
);

/// <summary>Units of a sale for a cart that was let in.</summary>
/// <param name="LimitKey">The cart's identity, or its account's, under the sale's key.</param>
/// <param name="Admission">What let it in: spent by this.</param>
[GenerateSerializer, Immutable, Alias("commerce.carts.sale-add")]
public sealed record SaleAdd(SaleId Sale, Sku Sku, int Quantity, string LimitKey, string Admission);

/// <summary>The line that was added to, and the cart as of that.</summary>
[GenerateSerializer, Immutable, Alias("commerce.carts.line-told")]
public sealed record LineTold(string Line, bool IsMerged, bool IsReplay, CartTold Cart);

/// <summary>Something that would stop a checkout, on one line.</summary>
[GenerateSerializer, Immutable, Alias("commerce.carts.cart-problem")]
public sealed record CartProblem(
    string Code,
    string Line,
    Sku Sku,
    long? Available = null,
    Money? OldPrice = null,
    Money? NewPrice = null
);

/// <summary>What an order is to be made of.</summary>
/// <param name="Attempt">Which payment of the order this checkout begins, from 1.</param>
/// <param name="IsReplay">Whether this key was here before.</param>
/// <param name="Review">Why an operator should look at the order.</param>
[GenerateSerializer, Immutable, Alias("commerce.carts.checkout-ticket")]
public sealed record CheckoutTicket(
    OrderId Order,
    int Generation,
    int Attempt,
    Currency Currency,
    ImmutableArray<PricedLine> Lines,
    bool IsReplay,
    ShippingMethod Shipping,
    string? Review = null
);
