using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Commerce.EventSourcing;

/// <summary>A state as JSON for people: every member that is small enough to be read.</summary>
internal static class StateSummary
{
    private const int MemberMax = 4 * 1024;

    private static readonly JsonSerializerOptions Readable = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    public static byte[] Of<TState>(TState state)
    {
        using var bytes = new MemoryStream();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        foreach (
            var member in typeof(TState).GetProperties(BindingFlags.Public | BindingFlags.Instance)
        )
        {
            json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(member.Name));
            Write(json, state, member);
        }

        json.WriteEndObject();
        json.Flush();
        return bytes.ToArray();
    }

    private static void Write(Utf8JsonWriter json, object? state, PropertyInfo member)
    {
        try
        {
            var text = JsonSerializer.SerializeToUtf8Bytes(
                member.GetValue(state),
                member.PropertyType,
                Readable
            );
            if (text.Length <= MemberMax)
            {
                json.WriteRawValue(text);
            }
            else
            {
                json.WriteStringValue($"… {text.Length} bytes");
            }
        }
        catch (Exception e)
            when (e is NotSupportedException or InvalidOperationException or TargetException)
        {
            // A member that has no value yet: a currency of nothing.
            json.WriteNullValue();
        }
    }
}
