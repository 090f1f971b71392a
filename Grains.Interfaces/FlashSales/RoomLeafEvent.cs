using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.FlashSales;

/// <summary>
/// What happened in one part of a waiting room. Stored for ever: add a case or a member, and never
/// rename, reorder or reuse one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Joined), "room-leaf.joined")]
[JsonDerivedType(typeof(Closed), "room-leaf.closed")]
[JsonDerivedType(typeof(Numbered), "room-leaf.numbered")]
public abstract record RoomLeafEvent : IDomainEvent<RoomLeafEvent>
{
    private RoomLeafEvent() { }

    static JsonTypeInfo<RoomLeafEvent> IDomainEvent<RoomLeafEvent>.Json =>
        RoomLeafEventJson.Default.RoomLeafEvent;

    /// <summary>A ticket is in the draw.</summary>
    public sealed record Joined(string Ticket) : RoomLeafEvent;

    /// <summary>Nobody enters the draw any more.</summary>
    public sealed record Closed(long Count, string Root) : RoomLeafEvent;

    /// <summary>Tickets of those who came later, with numbers in a row.</summary>
    public sealed record Numbered(int Block, long First, ImmutableArray<string> Tickets)
        : RoomLeafEvent;
}

/// <summary>How a leaf's events are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(RoomLeafEvent))]
public sealed partial class RoomLeafEventJson : JsonSerializerContext;
