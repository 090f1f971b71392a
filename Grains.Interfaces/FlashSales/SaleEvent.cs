using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.FlashSales;

/// <summary>
/// What happened to a sale. Stored for ever: add a case or a member, and never rename, reorder or
/// reuse one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Drafted), "sale.drafted")]
[JsonDerivedType(typeof(Scheduled), "sale.scheduled")]
[JsonDerivedType(typeof(QuotaSet), "sale.quota-set")]
[JsonDerivedType(typeof(ScheduleFailed), "sale.schedule-failed")]
[JsonDerivedType(typeof(Armed), "sale.armed")]
[JsonDerivedType(typeof(StartMoved), "sale.start-moved")]
[JsonDerivedType(typeof(Paused), "sale.paused")]
[JsonDerivedType(typeof(Resumed), "sale.resumed")]
[JsonDerivedType(typeof(Extended), "sale.extended")]
[JsonDerivedType(typeof(Stopped), "sale.stopped")]
[JsonDerivedType(typeof(Cancelled), "sale.cancelled")]
[JsonDerivedType(typeof(AdmissionSet), "sale.admission-set")]
[JsonDerivedType(typeof(OwnerBlocked), "sale.owner-blocked")]
[JsonDerivedType(typeof(OwnerUnblocked), "sale.owner-unblocked")]
[JsonDerivedType(typeof(SettlingBegan), "sale.settling-began")]
[JsonDerivedType(typeof(SettlingContinues), "sale.settling-continues")]
[JsonDerivedType(typeof(Settled), "sale.settled")]
[JsonDerivedType(typeof(Rehearsed), "sale.rehearsed")]
public abstract record SaleEvent : IDomainEvent<SaleEvent>
{
    private SaleEvent() { }

    static JsonTypeInfo<SaleEvent> IDomainEvent<SaleEvent>.Json => SaleEventJson.Default.SaleEvent;

    public sealed record Drafted(SaleTerms Terms, SaleId? Rehearses = null) : SaleEvent;

    /// <summary>It is to start and end then; its units are set apart under that name.</summary>
    public sealed record Scheduled(DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Allotment)
        : SaleEvent;

    /// <summary>All its units are set apart.</summary>
    public sealed record QuotaSet : SaleEvent;

    /// <summary>Not all could be: it is a draft again, and what was set apart goes back.</summary>
    public sealed record ScheduleFailed(
        string Code,
        string Detail,
        ImmutableArray<RejectionDatum> Facts
    ) : SaleEvent;

    public sealed record Armed(string Commit, string SealedSeed) : SaleEvent;

    public sealed record StartMoved(DateTimeOffset StartsAt) : SaleEvent;

    public sealed record Paused(bool Hard) : SaleEvent;

    public sealed record Resumed : SaleEvent;

    public sealed record Extended(DateTimeOffset EndsAt) : SaleEvent;

    /// <summary>It ends now, instead of later.</summary>
    public sealed record Stopped : SaleEvent;

    public sealed record Cancelled : SaleEvent;

    public sealed record AdmissionSet(AdmissionRule Rule) : SaleEvent;

    public sealed record OwnerBlocked(string Owner) : SaleEvent;

    public sealed record OwnerUnblocked(string Owner) : SaleEvent;

    /// <summary>Its time is up: its stocks take no more holds, and are asked again then.</summary>
    public sealed record SettlingBegan(DateTimeOffset AskAt) : SaleEvent;

    public sealed record SettlingContinues(DateTimeOffset AskAt) : SaleEvent;

    /// <summary>
    /// Every unit that was set apart is sold or back: of a sale that was over, one that was called
    /// off, or a schedule that failed.
    /// </summary>
    public sealed record Settled(ImmutableArray<SaleResult> Results) : SaleEvent;

    /// <summary>Virtual shoppers have played it through.</summary>
    public sealed record Rehearsed(RehearsalReport Report) : SaleEvent;
}

/// <summary>How sale events are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(SaleEvent))]
public sealed partial class SaleEventJson : JsonSerializerContext;
