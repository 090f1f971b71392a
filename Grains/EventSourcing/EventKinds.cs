using System.Reflection;
using System.Text.Json.Serialization;

namespace Commerce.EventSourcing;

/// <summary>The permanent names of the events of one kind of aggregate.</summary>
internal static class EventKinds<TEvent>
{
    private static readonly Dictionary<Type, string> Kinds = typeof(TEvent)
        .GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToDictionary(one => one.DerivedType, one => (string)one.TypeDiscriminator!);

    public static string Of(TEvent happened) => Kinds[happened!.GetType()];
}
