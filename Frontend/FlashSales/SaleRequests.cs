using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Commerce.Inventory;

namespace Commerce.FlashSales;

/// <summary>A sale as an operator sends it; see <see cref="SaleTerms"/> for its ranges.</summary>
/// <param name="Order"><c>draw</c> or <c>fifo</c>.</param>
/// <param name="BeyondQuota"><c>refused</c> or <c>normal_price</c>.</param>
internal sealed record SaleRequest(
    string Name,
    IReadOnlyList<SaleItem> Items,
    int Limit = 1,
    string Order = "draw",
    int HoldSeconds = 300,
    int AdmissionSeconds = 300,
    string BeyondQuota = "refused",
    bool LimitsAddresses = false,
    int Work = 0,
    Sku? Honeypot = null
)
{
    /// <summary>
    /// The terms, or what no terms can be made of; their ranges are the sale's own to judge.
    /// </summary>
    public Outcome<SaleTerms> ToTerms()
    {
        var (order, beyond) = (SaleWords.Order(Order), SaleWords.Beyond(BeyondQuota));
        ImmutableArray<RejectionDatum> wrong =
        [
            // Of members of lists the serializer does not ask whether they may be null.
            .. Enumerable
                .Range(0, Items.Count)
                .Where(i => Items[i] is null)
                .Select(i => new RejectionDatum($"/items/{i}", "code", "null")),
            .. order is null ? [new RejectionDatum("/order", "code", "unknown")] : NoData,
            .. beyond is null ? [new RejectionDatum("/beyondQuota", "code", "unknown")] : NoData,
        ];
        return wrong.IsEmpty
            ? new SaleTerms(
                Name,
                [.. Items],
                Limit,
                order!.Value,
                HoldSeconds,
                AdmissionSeconds,
                beyond!.Value,
                LimitsAddresses,
                Work,
                Honeypot
            )
            : SaleRejections.Invalid(wrong);
    }

    private static readonly RejectionDatum[] NoData = [];
}

internal sealed record ScheduleRequest(DateTimeOffset StartsAt, DateTimeOffset EndsAt);

/// <param name="Shoppers">Virtual ones, 1 to 20,000.</param>
internal sealed record RehearseRequest(int Shoppers = RehearseRequest.ShoppersDefault)
{
    public const int ShoppersDefault = 1_000;
}

internal sealed record ExtendRequest(DateTimeOffset EndsAt);

/// <param name="Hard">Whether payments stop, too; what is held then is held longer.</param>
internal sealed record PauseRequest(bool Hard = false);

/// <param name="Owner">A cart's or an account's id, 1 to 80 characters.</param>
internal sealed record OwnerRequest(string Owner);

/// <summary>
/// A change of how fast people are let in: RFC 7396, so to leave a member out is to leave it as it
/// is, and <c>null</c> sets none.
/// </summary>
internal sealed class AdmissionPatch
{
    /// <summary>At most so many, 0 to 100,000; <c>null</c>: as fast as it can.</summary>
    public int? PerSecond
    {
        get;
        set
        {
            field = value;
            IsSet = true;
        }
    }

    [JsonIgnore]
    public bool IsSet { get; private set; }
}
