using System.Text.Json.Serialization;
using Commerce.Inventory;
using Commerce.Orders;

namespace Commerce.Carts;

internal sealed record OpenCartRequest(Currency? Currency = null);

internal sealed record AddLineRequest(Sku Sku, int Quantity);

internal sealed record SetQuantityRequest(int Quantity);

/// <summary>A cart; its tax and shipping are known once there is an address.</summary>
internal sealed record CartBody(
    CartId Id,
    Currency Currency,
    IReadOnlyList<CartLineBody> Lines,
    CartTotalsBody Totals,
    long Version,
    string State,
    OrderId? Order = null
)
{
    public static CartBody From(CartTold cart)
    {
        var nothing = Money.Zero(cart.Currency);
        var lines = cart.Lines.Select(CartLineBody.From).ToList();
        var subtotal = lines.Aggregate(nothing, (sum, line) => sum + line.Total);
        return new(
            cart.Id,
            cart.Currency,
            lines,
            new(subtotal, nothing, nothing, nothing, subtotal),
            cart.Version,
            cart.State.ToString().ToLowerInvariant(),
            cart.Order
        );
    }
}

internal sealed record CartLineBody(
    string Id,
    Sku Sku,
    string Product,
    string Name,
    int Quantity,
    Money UnitPrice,
    Money Total,
    DateTimeOffset PriceLockedUntil
)
{
    public static CartLineBody From(CartLine line) =>
        new(
            line.Id,
            line.Sku,
            line.Product,
            line.Name,
            line.Quantity,
            line.UnitPrice,
            line.UnitPrice * line.Quantity,
            line.LockedUntil
        );
}

internal sealed record CartTotalsBody(
    Money Subtotal,
    Money Discount,
    Money Shipping,
    Money Tax,
    Money Total
);

internal sealed record ProblemsBody(IReadOnlyList<CartProblemBody> Data);

internal sealed record CartProblemBody(
    string Code,
    string Line,
    Sku Sku,
    long? Available,
    Money? OldPrice,
    Money? NewPrice
)
{
    public static CartProblemBody From(CartProblem problem) =>
        new(
            problem.Code,
            problem.Line,
            problem.Sku,
            problem.Available,
            problem.OldPrice,
            problem.NewPrice
        );
}

[JsonSerializable(typeof(OpenCartRequest))]
[JsonSerializable(typeof(AddLineRequest))]
[JsonSerializable(typeof(SetQuantityRequest))]
[JsonSerializable(typeof(CartBody))]
[JsonSerializable(typeof(ProblemsBody))]
[JsonSerializable(typeof(CheckoutRequest))]
internal sealed partial class CartHttpJson : JsonSerializerContext;
