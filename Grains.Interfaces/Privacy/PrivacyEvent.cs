using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.Privacy;

/// <summary>
/// What a person asked for by right, and what was done. Stored for ever: add a case or a member,
/// and never rename, reorder or reuse one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(ExportAsked), "privacy.export-asked")]
[JsonDerivedType(typeof(ErasureAsked), "privacy.erasure-asked")]
[JsonDerivedType(typeof(AccountClosed), "privacy.account-closed")]
[JsonDerivedType(typeof(Looked), "privacy.looked")]
[JsonDerivedType(typeof(Erased), "privacy.erased")]
public abstract record PrivacyEvent : IDomainEvent<PrivacyEvent>
{
    private PrivacyEvent() { }

    static JsonTypeInfo<PrivacyEvent> IDomainEvent<PrivacyEvent>.Json =>
        PrivacyEventJson.Default.PrivacyEvent;

    /// <summary>They may read all that is known of them until then.</summary>
    public sealed record ExportAsked(ExportId Export, DateTimeOffset Until, string? Key = null)
        : PrivacyEvent;

    /// <summary>They are to be forgotten.</summary>
    public sealed record ErasureAsked(ErasureCause Cause) : PrivacyEvent;

    /// <summary>Nobody signs in to the account any more.</summary>
    /// <param name="EmailKey">The mark of their address, if they had shown that it is
    /// theirs.</param>
    public sealed record AccountClosed(string? EmailKey = null) : PrivacyEvent;

    /// <summary>All was erased that nothing needs.</summary>
    /// <param name="OrdersKept">Orders whose buyer must be known for some time yet.</param>
    /// <param name="Next">When to look again.</param>
    public sealed record Looked(int OrdersKept, DateTimeOffset Next) : PrivacyEvent;

    /// <summary>Nothing is left, and nothing can come any more.</summary>
    public sealed record Erased : PrivacyEvent;
}

/// <summary>Why somebody is forgotten.</summary>
[GenerateSerializer, Alias("commerce.privacy.erasure-cause")]
public enum ErasureCause
{
    /// <summary>They asked for it, signed in.</summary>
    Customer = 1,

    /// <summary>They asked an operator.</summary>
    Operator = 2,

    /// <summary>They were forgotten in a store of which this one is an older copy.</summary>
    Restore = 3,

    /// <summary>
    /// Nobody signed in for half a year, nor ever showed that the address is theirs.
    /// </summary>
    Unused = 4,
}

/// <summary>How these events are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(PrivacyEvent))]
public sealed partial class PrivacyEventJson : JsonSerializerContext;
