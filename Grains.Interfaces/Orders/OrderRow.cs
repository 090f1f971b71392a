using System.Text.Json.Serialization;
using Commerce.Carts;

namespace Commerce.Orders;

/// <summary>An order in a list, as its view keeps it and clients are sent it.</summary>
public sealed record OrderRow(
    OrderId Id,
    CartId CartId,
    string Status,
    Money Total,
    DateTimeOffset CreatedAt,
    long Version
);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OrderRow))]
public sealed partial class OrderRowJson : JsonSerializerContext;
