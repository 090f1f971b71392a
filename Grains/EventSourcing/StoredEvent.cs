using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Commerce.EventSourcing;

/// <summary>How the events of one kind of aggregate become what the journal keeps.</summary>
internal static class StoredEvent<TEvent>
    where TEvent : IDomainEvent<TEvent>
{
    /// <summary>Their permanent names.</summary>
    private static readonly Dictionary<Type, string> Kinds = typeof(TEvent)
        .GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToDictionary(one => one.DerivedType, one => (string)one.TypeDiscriminator!);

    /// <summary>Throws if the event is larger than <see cref="NewEvent.SizeMax"/>.</summary>
    public static NewEvent Write(TEvent happened, DateTimeOffset at)
    {
        var data = JsonSerializer.SerializeToUtf8Bytes(happened, TEvent.Json);
        return data.Length <= NewEvent.SizeMax
            ? new(Kinds[happened.GetType()], at, data)
            : throw new InvalidOperationException("An event is larger than the journal takes.");
    }

    public static TEvent Read(RecordedEvent recorded) =>
        JsonSerializer.Deserialize(recorded.Data.Span, TEvent.Json)
        ?? throw new JsonException($"{recorded.Stream} holds a null at {recorded.Version}.");
}
