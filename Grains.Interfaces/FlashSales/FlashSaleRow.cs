using System.Text.Json.Serialization;

namespace Commerce.FlashSales;

/// <summary>A sale in a list, as its view keeps it.</summary>
/// <param name="Stage">As decided: what it is at a moment also depends on the clock.</param>
public sealed record FlashSaleRow(
    SaleId Id,
    string Name,
    SaleStage Stage,
    DateTimeOffset? StartsAt,
    DateTimeOffset? EndsAt,
    DateTimeOffset CreatedAt,
    long Version,
    SaleId? Rehearses = null
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(FlashSaleRow))]
public sealed partial class FlashSaleRowJson : JsonSerializerContext;
