using System.Text.Json.Serialization;
using Commerce.FlashSales;
using Commerce.Inventory;
using Commerce.Orders;

namespace Commerce.Carts;

internal sealed record OpenCartRequest(Currency? Currency = null);

/// <param name="Admission">What lets the cart into the sale that sells the SKU.</param>
internal sealed record AddLineRequest(Sku Sku, int Quantity, string? Admission = null);

internal sealed record SetQuantityRequest(int Quantity);

/// <summary>A cart; its tax and shipping are known once shipping is chosen.</summary>
/// <param name="Adjustments">The lines of a merged cart that did not come in whole.</param>
internal sealed record CartBody(
    CartId Id,
    Currency Currency,
    IReadOnlyList<CartLineBody> Lines,
    TotalsBody Totals,
    long Version,
    string State,
    OrderId? Order = null,
    CartShippingBody? Shipping = null,
    MergeBody? Merge = null,
    IReadOnlyList<AdjustmentBody>? Adjustments = null
)
{
    public static CartBody From(CartTold cart) =>
        new(
            cart.Id,
            cart.Currency,
            [.. cart.Lines.Select(CartLineBody.From)],
            TotalsBody.From(cart.Totals),
            cart.Version,
            cart.State.ToString().ToLowerInvariant(),
            cart.Order,
            cart.Shipping is { } to ? new(to.Country, to.Method) : null
        );
}

internal sealed record CartLineBody(
    string Id,
    Sku Sku,
    string Product,
    string Name,
    int Quantity,
    Money UnitPrice,
    Money Total,
    DateTimeOffset PriceLockedUntil,
    SaleId? Sale = null
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
            line.LockedUntil,
            line.Sale?.Sale
        );
}

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
[JsonSerializable(typeof(MyCartRequest))]
[JsonSerializable(typeof(CheckoutRequest))]
[JsonSerializable(typeof(ChooseShippingRequest))]
[JsonSerializable(typeof(ShippingOptionsBody))]
internal sealed partial class CartHttpJson : JsonSerializerContext;
