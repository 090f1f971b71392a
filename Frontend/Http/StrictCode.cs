using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Commerce.Http;

/// <summary>Reads ids and codes strictly, whichever they are.</summary>
internal sealed class StrictCodes : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType
            is { IsGenericType: true } converter
        && converter.GetGenericTypeDefinition() == typeof(TextJson<>);

    public override JsonConverter CreateConverter(
        Type typeToConvert,
        JsonSerializerOptions options
    ) =>
        (JsonConverter)
            Activator.CreateInstance(typeof(StrictCode<>).MakeGenericType(typeToConvert))!;
}

/// <summary>
/// Reads what is a code outside (a SKU, a key, an id) as it always is, but for card numbers.
/// </summary>
internal sealed class StrictCode<T> : JsonConverter<T>
    where T : IParsable<T>
{
    private static readonly TextJson<T> Plain = new();

    public override T Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) =>
        reader.TokenType is JsonTokenType.String
        && CardNumber.IsAmong(reader.GetString()!, CardPlace.Goods)
            ? throw new CardDataException()
            : Plain.Read(ref reader, typeToConvert, options);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        Plain.Write(writer, value, options);
}
