using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.FlashSales;

/// <summary>
/// What happened in a waiting room. Stored for ever: add a case or a member, and never rename,
/// reorder or reuse one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Opened), "room.opened")]
[JsonDerivedType(typeof(Closed), "room.closed")]
[JsonDerivedType(typeof(Revealed), "room.revealed")]
[JsonDerivedType(typeof(Numbered), "room.numbered")]
[JsonDerivedType(typeof(Admitted), "room.admitted")]
public abstract record RoomEvent : IDomainEvent<RoomEvent>
{
    private RoomEvent() { }

    static JsonTypeInfo<RoomEvent> IDomainEvent<RoomEvent>.Json => RoomEventJson.Default.RoomEvent;

    /// <summary>Its sale is to start then; again, when that was moved.</summary>
    public sealed record Opened(DateTimeOffset StartsAt, int AdmissionSeconds) : RoomEvent;

    /// <summary>Nobody enters the draw any more.</summary>
    public sealed record Closed(string Root, long Count) : RoomEvent;

    public sealed record Revealed(string Seed) : RoomEvent;

    /// <summary>A leaf was given numbers in a row, for those who came later.</summary>
    public sealed record Numbered(int Leaf, int Block, long First, int Count) : RoomEvent;

    /// <summary>Everybody at a position before that was let in.</summary>
    public sealed record Admitted(long Before) : RoomEvent;
}

/// <summary>How a waiting room's events are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(RoomEvent))]
public sealed partial class RoomEventJson : JsonSerializerContext;
