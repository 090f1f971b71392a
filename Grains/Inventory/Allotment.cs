using System.Collections.Immutable;
using System.Text.Json.Serialization;
using static Commerce.Inventory.StockEvent;

namespace Commerce.Inventory;

/// <summary>Units set apart for a sale, as the SKU's own stock knows them.</summary>
/// <param name="Closing">How often it was closed and settled before.</param>
/// <param name="Through">Grants up to this number were settled with that.</param>
/// <param name="FreezesTold">Up to which freeze or thaw of the SKU it follows.</param>
/// <param name="Since">When something was last sent on its way to it.</param>
public sealed record Allotment(
    string Name,
    int Closing,
    int Through,
    ImmutableArray<Grant> Grants,
    int FreezesTold,
    DateTimeOffset Since
)
{
    [JsonIgnore]
    public long Granted => Grants.Sum(grant => (long)grant.Quantity);

    /// <summary>The first grant that has not arrived as far as is known.</summary>
    [JsonIgnore]
    public Grant? OnTheWay => Grants.FirstOrDefault(grant => !grant.IsTaken);

    public bool Has(int grant) => Grants.Any(each => each.Number == grant);

    public Allotment Settle(int grant) =>
        this with
        {
            Grants =
            [
                .. Grants.Select(each =>
                    each.Number == grant ? each with { IsTaken = true } : each
                ),
            ],
        };
}

/// <summary>So many units for an allotment.</summary>
public sealed record Grant(int Number, int Quantity, bool IsTaken = false);

/// <summary>How an allotment was settled last.</summary>
public sealed record AllotmentEnding(int Closing, int Through);

/// <summary>What a stock was granted and has to account for: it is an allotment's own.</summary>
/// <param name="Taken">The grants that came in, since it was last closed or before that.</param>
/// <param name="Closings">How often it was closed.</param>
/// <param name="Through">Grants up to this number are void if they come.</param>
/// <param name="Informed">Who waits for its end.</param>
/// <param name="Left">Units that went back, when it was last closed.</param>
/// <param name="Sold">Units that had been sold, when it was last closed.</param>
/// <param name="Since">When it last came further.</param>
public sealed record Consignment(
    ImmutableArray<Grant> Taken,
    int Closings,
    int Through,
    ConsignmentStage Stage,
    string Informed,
    long Left,
    long Sold,
    DateTimeOffset Since
)
{
    public static Consignment None { get; } =
        new([], 0, 0, ConsignmentStage.Open, "", 0, 0, default);

    [JsonIgnore]
    public long Granted => Taken.Sum(grant => (long)grant.Quantity);

    public Consignment Take(GrantTaken e, DateTimeOffset at)
    {
        var isNew = Stage is ConsignmentStage.Closed;
        var taken = new Grant(e.Grant, e.Quantity, IsTaken: true);
        return this with
        {
            Taken = isNew ? [taken] : Taken.Add(taken),
            Stage = isNew ? ConsignmentStage.Open : Stage,
            Since = at,
        };
    }

    public Consignment Close(Closed e, DateTimeOffset at) =>
        this with
        {
            Stage = ConsignmentStage.Draining,
            Closings = Closings + 1,
            Informed = e.Informed,
            Since = at,
        };

    public Consignment Return(Returned e, DateTimeOffset at) =>
        this with
        {
            Stage = ConsignmentStage.Returning,
            Left = e.Left,
            Sold = e.UnitsSold,
            Since = at,
        };

    public Consignment Settle(ReturnSettled e, DateTimeOffset at) =>
        this with
        {
            Stage = ConsignmentStage.Informing,
            Through = e.Through,
            Since = at,
        };
}

/// <summary>How far an allotment is on its way back.</summary>
public enum ConsignmentStage
{
    Open = 1,

    /// <summary>Closed, and somebody may still hold units.</summary>
    Draining = 2,

    /// <summary>What is left is on its way back.</summary>
    Returning = 3,

    /// <summary>It is back; who waits for that has yet to hear of it.</summary>
    Informing = 4,
    Closed = 5,
}
