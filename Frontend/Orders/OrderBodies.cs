using System.Text.Json.Serialization;
using Commerce.Carts;
using Commerce.Customers;
using Commerce.Inventory;
using Commerce.Payments;

namespace Commerce.Orders;

/// <param name="Email">A customer's own, unless told; a guest must tell it.</param>
/// <param name="ShippingAddress">Where it goes; either this or the id of one.</param>
/// <param name="ShippingAddressId">One of the customer's own addresses, as it is now: what becomes
/// of it later does not change the order.</param>
/// <param name="Phone">A telephone number, up to 32 characters; the address's, unless told.</param>
internal sealed record CheckoutRequest(
    [property: JsonPropertyOrder(3)] PaymentMethodBody PaymentMethod,
    [property: JsonPropertyOrder(1)] AddressBody? ShippingAddress = null,
    [property: JsonPropertyOrder(2)] AddressId? ShippingAddressId = null,
    [property: JsonPropertyOrder(0)] string? Email = null,
    [property: JsonPropertyOrder(4), JsonConverter(typeof(PhoneText))] string? Phone = null
);

public sealed record AddressBody(
    string Name,
    string Line1,
    string City,
    string PostalCode,
    Country Country,
    string? Line2 = null,
    string? Region = null
);

internal sealed record PaymentMethodBody(string Token);

internal sealed record PayRequest(PaymentMethodBody PaymentMethod);

internal sealed record ReasonRequest(string Reason = "");

/// <param name="Amount">Minor units of the order's currency; all that is left where
/// missing.</param>
internal sealed record MoneyRequest(Money? Amount = null, string Reason = "");

/// <summary>Who bought it, for whoever may know.</summary>
public sealed record ContactBody(
    string Email,
    AddressBody ShippingAddress,
    [property: JsonConverter(typeof(PhoneText))] string? Phone = null
);

internal sealed record OrderBody(
    OrderId Id,
    CartId CartId,
    string Status,
    IReadOnlyList<OrderLineBody> Lines,
    TotalsBody Totals,
    IReadOnlyList<PaymentBody> Payments,
    DateTimeOffset CreatedAt,
    long Version,
    string? AccessToken = null,
    string? NextAction = null,
    string? Email = null,
    AddressBody? ShippingAddress = null,
    string? Reason = null,
    string? Phone = null,
    bool? Redacted = null
)
{
    public static OrderBody From(OrderTold order, ContactBody? contact, string? accessToken) =>
        new(
            order.Id,
            order.Cart,
            Say(order.Status.ToString()),
            [.. order.Lines.Select(OrderLineBody.From)],
            TotalsBody.From(order.Totals),
            [.. order.Payments.Select(PaymentBody.From)],
            order.CreatedAt,
            order.Version,
            accessToken,
            order.Payments.LastOrDefault()?.NextAction,
            contact?.Email,
            contact?.ShippingAddress,
            order.Reason?.Code,
            contact?.Phone
        );

    /// <summary>A status as clients know it: <c>payment_pending</c>.</summary>
    public static string Say(string status) =>
        string.Concat(
            status.Select(
                (c, i) =>
                    char.IsUpper(c) && i > 0
                        ? $"_{char.ToLowerInvariant(c)}"
                        : $"{char.ToLowerInvariant(c)}"
            )
        );
}

internal sealed record OrderLineBody(
    string Id,
    Sku Sku,
    string Product,
    string Name,
    int Quantity,
    Money UnitPrice,
    Money Total,
    Money Discount,
    Money Net,
    Money Tax,
    Money Gross
)
{
    public static OrderLineBody From(OrderLine line) =>
        new(
            line.Id,
            line.Sku,
            line.Product,
            line.Name,
            line.Quantity,
            line.UnitPrice,
            line.Total,
            line.Discount,
            line.Net,
            line.Tax,
            line.Gross
        );
}

/// <summary>
/// Subtotal − discount + shipping + tax = total; tax that prices contain is apart.
/// </summary>
internal sealed record TotalsBody(
    Money Subtotal,
    Money Discount,
    Money Shipping,
    Money Tax,
    Money TaxIncluded,
    Money Total
)
{
    public static TotalsBody From(Totals totals) =>
        new(
            totals.Subtotal,
            totals.Discount,
            totals.Shipping,
            totals.Tax,
            totals.TaxIncluded,
            totals.Total
        );
}

internal sealed record PaymentBody(
    PaymentId Id,
    string Status,
    Money Authorized,
    Money Captured,
    Money Refunded,
    Money Voided,
    string? DeclineCode = null
)
{
    public static PaymentBody From(PaymentStanding payment)
    {
        Money Of(long minorUnits) => payment.Requested!.Value with { MinorUnits = minorUnits };
        return new(
            payment.Id,
            OrderBody.Say(payment.Status.ToString()),
            Of(payment.Authorized),
            Of(payment.Captured),
            Of(payment.Refunded),
            Of(payment.Voided),
            payment.DeclineCode
        );
    }
}

internal sealed record OperationBody(string Id, string Action, long Amount, string Status)
{
    public static OperationBody From(PaymentOperation operation) =>
        new(
            operation.Id,
            OrderBody.Say(operation.Action.ToString()),
            operation.Amount,
            OrderBody.Say(operation.State.ToString())
        );
}

internal sealed record HappeningBody(long Version, string Kind, DateTimeOffset Time, string Status)
{
    public static HappeningBody From(OrderHappening happening) =>
        new(
            happening.Version,
            happening.Kind,
            happening.At,
            OrderBody.Say(happening.Status.ToString())
        );
}

internal sealed record HappeningsBody(IReadOnlyList<HappeningBody> Data);

[JsonSerializable(typeof(OrderBody))]
[JsonSerializable(typeof(ContactBody))]
[JsonSerializable(typeof(PayRequest))]
[JsonSerializable(typeof(ReasonRequest))]
[JsonSerializable(typeof(MoneyRequest))]
[JsonSerializable(typeof(OperationBody))]
[JsonSerializable(typeof(HappeningBody))]
[JsonSerializable(typeof(HappeningsBody))]
[JsonSerializable(typeof(TimelineBody))]
internal sealed partial class OrderHttpJson : JsonSerializerContext;
