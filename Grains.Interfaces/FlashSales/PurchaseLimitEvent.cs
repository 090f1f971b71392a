using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.FlashSales;

/// <summary>
/// What happened to an identity's limit in a sale. These are stored for ever: add a case or a
/// member, and never rename, reorder or reuse one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Claimed), "limit.claimed")]
[JsonDerivedType(typeof(Prolonged), "limit.prolonged")]
[JsonDerivedType(typeof(Released), "limit.released")]
[JsonDerivedType(typeof(Lapsed), "limit.lapsed")]
public abstract record PurchaseLimitEvent : IDomainEvent<PurchaseLimitEvent>
{
    private PurchaseLimitEvent() { }

    static JsonTypeInfo<PurchaseLimitEvent> IDomainEvent<PurchaseLimitEvent>.Json =>
        PurchaseLimitEventJson.Default.PurchaseLimitEvent;

    /// <summary>
    /// The holder may have the units until then (without an end: until it gives them back), and has
    /// spent the admission. What the holder that it replaces had claimed is given back, and that
    /// one may not claim again.
    /// </summary>
    public sealed record Claimed(
        string Holder,
        int Units,
        DateTimeOffset? Until,
        Deadline NotAfter,
        string? Admission = null,
        string? Replaces = null
    ) : PurchaseLimitEvent;

    /// <summary>The holder has until then, which is later than before, or has no end.</summary>
    public sealed record Prolonged(string Holder, DateTimeOffset? Until) : PurchaseLimitEvent;

    /// <summary>
    /// The holder gave back what it had claimed, if anything, and may not claim again.
    /// </summary>
    public sealed record Released(string Holder, int Units, Deadline NotAfter) : PurchaseLimitEvent;

    /// <summary>The claims that were to end by then have ended.</summary>
    public sealed record Lapsed(DateTimeOffset By, long Units) : PurchaseLimitEvent;
}
