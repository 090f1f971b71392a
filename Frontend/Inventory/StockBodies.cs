using System.Text.Json.Serialization;

namespace Commerce.Inventory;

/// <summary>
/// Units of one SKU, those set apart for sales among them; received ± adjusted = available + held +
/// sold.
/// </summary>
/// <param name="Version">Of normal stock.</param>
/// <param name="Shards">Sales that units are set apart for; none, if there are none.</param>
internal sealed record StockBody(
    Sku Sku,
    long OnHand,
    long Held,
    long Sold,
    long Available,
    bool Frozen,
    int SafetyThreshold,
    int BackorderCap,
    long Version,
    IReadOnlyList<AllotmentShare>? Shards
)
{
    public static StockBody From(Sku sku, StockTotal total) =>
        new(
            sku,
            total.Level.OnHand,
            total.Level.Held,
            total.Level.Sold,
            total.Level.Available,
            total.Level.Frozen,
            total.Level.Safety,
            total.Level.BackorderCap,
            total.Version,
            total.Allotments.IsEmpty ? null : total.Allotments
        );
}

/// <param name="Type"><c>receive</c>, <c>adjust</c>, <c>damage</c> or <c>count</c>.</param>
/// <param name="Quantity">Units that come, or broke; adjusting, a negative one goes.</param>
/// <param name="To">Units counted on hand.</param>
/// <param name="From">Units that must be on hand before.</param>
internal sealed record MovementRequest(
    string Type,
    string Reason,
    int? Quantity = null,
    long? To = null,
    long? From = null
);

/// <summary>A movement, and the normal stock after it.</summary>
internal sealed record MovementBody(string Id, Sku Sku, long OnHand, long Available);

internal sealed record HoldRequest(string Holder, int Quantity, int TtlSeconds, int Round = 1);

internal sealed record RoundRequest(int Round = 1);

internal sealed record HoldBody(
    string Holder,
    int Round,
    int Quantity,
    string Status,
    DateTimeOffset? ExpiresAt = null
)
{
    public static HoldBody From(Hold hold) =>
        new(hold.Name.Holder, hold.Name.Round, hold.Quantity, "open", hold.ExpiresAt);

    public static HoldBody From(HoldName name, HoldEnding ending) =>
        new(name.Holder, name.Round, ending.Quantity, Say(ending.State));

    private static string Say(HoldState state) =>
        state switch
        {
            HoldState.Released => "released",
            HoldState.Sold => "sold",
            HoldState.Expired => "expired",
            _ => "open",
        };
}

internal sealed record HoldsBody(IReadOnlyList<HoldBody> Data);

internal sealed record FreezeRequest(string Reason);

internal sealed record PolicyRequest(int? SafetyThreshold = null, int? BackorderCap = null);

[JsonSerializable(typeof(StockBody))]
[JsonSerializable(typeof(MovementRequest))]
[JsonSerializable(typeof(MovementBody))]
[JsonSerializable(typeof(HoldRequest))]
[JsonSerializable(typeof(RoundRequest))]
[JsonSerializable(typeof(HoldBody))]
[JsonSerializable(typeof(HoldsBody))]
[JsonSerializable(typeof(FreezeRequest))]
[JsonSerializable(typeof(PolicyRequest))]
internal sealed partial class StockHttpJson : JsonSerializerContext;
