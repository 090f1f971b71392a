using System.Text.Json.Serialization;
using Commerce.Carts;

namespace Commerce.Orders;

/// <summary>An order in a list, as its view keeps it and clients are sent it.</summary>
/// <param name="Buyer">Whose it is: a customer's id, or the mark of a guest's e-mail
/// address.</param>
public sealed record OrderRow(
    OrderId Id,
    CartId CartId,
    string Status,
    Money Total,
    DateTimeOffset CreatedAt,
    long Version,
    string? Buyer = null
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(OrderRow))]
public sealed partial class OrderRowJson : JsonSerializerContext;
