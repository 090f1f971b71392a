using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.EventSourcing;

/// <summary>What happens to the smallest aggregate there is.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Added), "tally.added")]
[JsonDerivedType(typeof(Timed), "tally.timed")]
public abstract record TallyEvent : IDomainEvent<TallyEvent>
{
    private TallyEvent() { }

    static JsonTypeInfo<TallyEvent> IDomainEvent<TallyEvent>.Json => TallyJson.Default.TallyEvent;

    public sealed record Added(long Amount) : TallyEvent;

    /// <summary>The tally wants to be woken then; <c>null</c>: no longer.</summary>
    public sealed record Timed(DateTimeOffset? WakeAt) : TallyEvent;
}

[JsonSerializable(typeof(TallyEvent))]
[JsonSerializable(typeof(Tally))]
internal sealed partial class TallyJson : JsonSerializerContext;
