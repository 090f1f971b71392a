using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.Platform;

/// <summary>
/// What operators did. Stored for ever: add a case or a member, and never rename, reorder or reuse
/// one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Noted), "audit.noted")]
public abstract record AuditEvent : IDomainEvent<AuditEvent>
{
    private AuditEvent() { }

    static JsonTypeInfo<AuditEvent> IDomainEvent<AuditEvent>.Json =>
        AuditEventJson.Default.AuditEvent;

    /// <summary>A write of an operator, and a hash over it and the hash before.</summary>
    public sealed record Noted(AuditEntry Entry, string Hash) : AuditEvent;
}

/// <summary>How audit events are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(AuditEvent))]
public sealed partial class AuditEventJson : JsonSerializerContext;
