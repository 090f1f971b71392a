using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.Claims;

/// <summary>
/// What happened to a value that is unique. These are stored for ever: add a case or a member, and
/// never rename, reorder or reuse one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Claimed), "claim.claimed")]
[JsonDerivedType(typeof(Confirmed), "claim.confirmed")]
[JsonDerivedType(typeof(Doubted), "claim.doubted")]
[JsonDerivedType(typeof(Released), "claim.released")]
public abstract record ClaimEvent : IDomainEvent<ClaimEvent>
{
    private ClaimEvent() { }

    static JsonTypeInfo<ClaimEvent> IDomainEvent<ClaimEvent>.Json =>
        ClaimEventJson.Default.ClaimEvent;

    /// <summary>The value is the owner's, if the attempt of that deadline writes it down.</summary>
    public sealed record Claimed(string Owner, Deadline NotAfter) : ClaimEvent;

    /// <summary>The owner has written it down.</summary>
    public sealed record Confirmed(string Owner) : ClaimEvent;

    /// <summary>The owner may be about to give it up, in the attempt of that deadline.</summary>
    public sealed record Doubted(string Owner, Deadline NotAfter) : ClaimEvent;

    /// <summary>Anyone may have it.</summary>
    public sealed record Released(string Owner) : ClaimEvent;
}
