using Commerce.Carts;

namespace Commerce.Orders;

/// <summary>An order as operators leaf through them.</summary>
internal sealed record ListedOrder(
    OrderId Id,
    CartId CartId,
    string Status,
    Money Total,
    DateTimeOffset CreatedAt,
    long Version
);
