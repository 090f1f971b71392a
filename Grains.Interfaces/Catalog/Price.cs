using System.Text.Json.Serialization;

namespace Commerce.Catalog;

/// <summary>What a variant costs in one currency: always, or within a window of time.</summary>
/// <param name="Amount">In minor units, 0 to <see cref="ProductRules.PriceMax"/>.</param>
/// <param name="ValidFrom">From this moment on; <c>null</c>: ever since.</param>
/// <param name="ValidTo">Before this moment; <c>null</c>: for ever.</param>
[GenerateSerializer, Immutable, Alias("commerce.catalog.price")]
[method: JsonConstructor]
public readonly record struct Price(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long Amount,
    Currency Currency,
    DateTimeOffset? ValidFrom = null,
    DateTimeOffset? ValidTo = null
)
{
    [JsonIgnore]
    public Money Money => new(Amount, Currency);

    /// <summary>Whether it holds for a while only: it goes before one that always does.</summary>
    [JsonIgnore]
    public bool IsDated => ValidFrom is not null || ValidTo is not null;

    public bool HoldsAt(DateTimeOffset moment) => !(moment < ValidFrom) && !(moment >= ValidTo);
}
