using System.Text.Json.Serialization;
using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>What shoppers and operators are told of a sale; shoppers less of it.</summary>
internal sealed record SaleBody(
    SaleId Id,
    string Name,
    string State,
    DateTimeOffset? StartsAt,
    DateTimeOffset? EndsAt,
    DateTimeOffset ServerNow,
    int Limit,
    string Order,
    string? Commit,
    IReadOnlyList<SaleItemBody> Items,
    int HoldSeconds,
    int AdmissionSeconds,
    string BeyondQuota,
    bool LimitsAddresses,
    int Work,
    string? Pause,
    IReadOnlyList<SaleResultBody>? Results,
    long Version,
    Sku? Honeypot = null,
    AdmissionBody? Admission = null,
    IReadOnlyList<string>? Blocked = null,
    SaleProblemBody? Problem = null,
    DateTimeOffset? CreatedAt = null,
    SaleId? Rehearses = null,
    RehearsalBody? Rehearsal = null
)
{
    public static SaleBody ForShoppers(SaleSight seen, DateTimeOffset now)
    {
        var (sale, terms) = (seen.Sale, seen.Sale.Terms);
        return new(
            sale.Id,
            terms.Name,
            SaleWords.State(sale, seen.SoldOut, now),
            sale.StartsAt,
            sale.EndsAt,
            now,
            terms.Limit,
            SaleWords.Of(terms.Order),
            sale.Commit,
            [.. terms.Items.Select(item => SaleItemBody.From(item, seen.SoldOut))],
            terms.HoldSeconds,
            terms.AdmissionSeconds,
            SaleWords.Of(terms.BeyondQuota),
            terms.LimitsAddresses,
            seen.Work,
            SaleWords.Of(sale.Pause),
            sale.Results.IsDefaultOrEmpty ? null : [.. sale.Results.Select(SaleResultBody.From)],
            sale.Version
        );
    }

    public static SaleBody ForOperators(SaleSight seen, DateTimeOffset now)
    {
        var sale = seen.Sale;
        return ForShoppers(seen, now) with
        {
            Work = sale.Terms.Work,
            Honeypot = sale.Terms.Honeypot,
            Admission = new(sale.Admission.PerSecond),
            Blocked = sale.Blocked.IsDefault ? [] : sale.Blocked,
            Problem = sale.Problem is { } problem ? new(problem.Code, problem.Detail) : null,
            CreatedAt = sale.CreatedAt,
            Rehearses = sale.Rehearses,
            Rehearsal = sale.Rehearsal is { } report ? RehearsalBody.From(report) : null,
        };
    }
}

internal sealed record SaleItemBody(Sku Sku, Money Price, int Quantity, bool SoldOut)
{
    public static SaleItemBody From(SaleItem item, IReadOnlyCollection<Sku> soldOut) =>
        new(item.Sku, item.Price, item.Quantity, soldOut.Contains(item.Sku));
}

/// <summary>What became of an item's units, once the sale is settled.</summary>
internal sealed record SaleResultBody(Sku Sku, long Granted, long Sold, long Left)
{
    public static SaleResultBody From(SaleResult result) =>
        new(result.Sku, result.Granted, result.Sold, result.Left);
}

/// <summary>How virtual shoppers fared; times in milliseconds.</summary>
internal sealed record RehearsalBody(
    int Shoppers,
    int Joined,
    int Served,
    int Refused,
    long Sold,
    long Left,
    long? SoldOutAfter,
    double HoldP50,
    double HoldP99,
    int BestSecond
)
{
    public static RehearsalBody From(RehearsalReport report) =>
        new(
            report.Shoppers,
            report.Joined,
            report.Served,
            report.Refused,
            report.Sold,
            report.Left,
            (long?)report.SoldOutAfter?.TotalMilliseconds,
            report.HoldP50.TotalMilliseconds,
            report.HoldP99.TotalMilliseconds,
            report.BestSecond
        );
}

/// <param name="PerSecond">How many are let in each second; left out: as fast as it can.</param>
internal sealed record AdmissionBody(int? PerSecond);

/// <summary>Why a sale could not be scheduled, the last time.</summary>
internal sealed record SaleProblemBody(string Code, string Detail);

/// <summary>How a sale goes, at this moment.</summary>
/// <param name="Waiting">Tickets that have not been let in yet.</param>
/// <param name="Holding">Units that carts hold and have not paid for.</param>
/// <param name="OrdersPerSecond">Orders of the last second.</param>
/// <param name="CheckoutP99">Of the last seconds' checkouts, in milliseconds.</param>
/// <param name="PerSecond">How many are let in each second now.</param>
public sealed record LiveBody(
    string State,
    DateTimeOffset ServerNow,
    DateTimeOffset? StartsAt,
    DateTimeOffset? EndsAt,
    long Waiting,
    long Admitted,
    long Holding,
    long Sold,
    long Left,
    long OrdersPerSecond,
    long CheckoutP99,
    double PerSecond,
    IReadOnlyList<LiveItemBody> Items,
    long Version
);

/// <summary>How one item of a sale goes.</summary>
public sealed record LiveItemBody(Sku Sku, long Holding, long Sold, long Left, bool SoldOut);

[JsonSerializable(typeof(SaleBody))]
[JsonSerializable(typeof(LiveBody))]
[JsonSerializable(typeof(SaleRequest))]
[JsonSerializable(typeof(ScheduleRequest))]
[JsonSerializable(typeof(RehearseRequest))]
[JsonSerializable(typeof(ExtendRequest))]
[JsonSerializable(typeof(PauseRequest))]
[JsonSerializable(typeof(OwnerRequest))]
[JsonSerializable(typeof(AdmissionPatch))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class FlashSalesHttpJson : JsonSerializerContext;
