using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Commerce.Analytics;

/// <summary>What an order sold, as the totals of sales are made from it.</summary>
/// <param name="ConfirmedAt">When it was confirmed; before, nothing counts.</param>
/// <param name="Currency">What it was paid in.</param>
public sealed record SaleRow(
    DateTimeOffset? ConfirmedAt,
    Currency Currency,
    ImmutableArray<SoldLine> Lines
);

/// <param name="Categories">The slugs it was filed under, divided by spaces.</param>
/// <param name="Units">How many were sold.</param>
/// <param name="Amount">What the buyer paid for them, tax included, in minor units.</param>
public sealed record SoldLine(string Product, string? Categories, int Units, long Amount);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(SaleRow))]
public sealed partial class SaleRowJson : JsonSerializerContext;
