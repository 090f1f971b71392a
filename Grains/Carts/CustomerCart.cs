using System.Diagnostics;
using Commerce.EventSourcing;
using static Commerce.Carts.CustomerCartEvent;

namespace Commerce.Carts;

/// <summary>Which cart is a customer's.</summary>
/// <param name="Current">The latest; it may be over, or gone.</param>
/// <param name="Since">Since when it is.</param>
public sealed record CustomerCart(CartId? Current, DateTimeOffset Since)
    : IAggregate<CustomerCart, CustomerCartEvent>
{
    public static CustomerCart Initial { get; } = new(Current: null, Since: default);

    public CustomerCart Evolve(CustomerCartEvent happened, DateTimeOffset at) =>
        happened switch
        {
            Begun e => new(e.Cart, Since: at),
            _ => throw new UnreachableException($"No such event: {happened}"),
        };

    /// <summary>Begins the next cart, unless somebody has; answers which it is.</summary>
    /// <param name="over">The cart that was found to be over, or none.</param>
    public Decision<CartId, CustomerCartEvent> Begin(CartId? over, CartId next) =>
        Current == over ? (next, new Begun(next)) : Current!.Value;
}
