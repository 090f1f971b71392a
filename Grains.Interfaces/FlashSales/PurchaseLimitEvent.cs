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
[JsonDerivedType(typeof(Kept), "limit.kept")]
[JsonDerivedType(typeof(Released), "limit.released")]
[JsonDerivedType(typeof(Lapsed), "limit.lapsed")]
public abstract record PurchaseLimitEvent : IDomainEvent<PurchaseLimitEvent>
{
    private PurchaseLimitEvent() { }

    static JsonTypeInfo<PurchaseLimitEvent> IDomainEvent<PurchaseLimitEvent>.Json =>
        PurchaseLimitEventJson.Default.PurchaseLimitEvent;

    /// <summary>The holder may have the units until then, and has spent the admission.</summary>
    public sealed record Claimed(
        string Holder,
        int Units,
        DateTimeOffset Until,
        Deadline NotAfter,
        string? Admission = null
    ) : PurchaseLimitEvent;

    /// <summary>The holder has until then, which is later than before.</summary>
    public sealed record Prolonged(string Holder, DateTimeOffset Until) : PurchaseLimitEvent;

    /// <summary>The holder has bought what it claimed.</summary>
    public sealed record Kept(string Holder, int Units) : PurchaseLimitEvent;

    /// <summary>
    /// The holder gave back what it had claimed or bought, if anything, and may not claim again.
    /// </summary>
    public sealed record Released(string Holder, int Units, Deadline NotAfter) : PurchaseLimitEvent;

    /// <summary>The claims that were to end by then have ended.</summary>
    public sealed record Lapsed(DateTimeOffset By, long Units) : PurchaseLimitEvent;
}
