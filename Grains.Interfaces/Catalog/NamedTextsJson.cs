using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Commerce.Catalog;

/// <summary>
/// An object whose members are texts. Who reads it says how strictly: texts are read as all of
/// their texts are.
/// </summary>
public sealed class NamedTextsJson(JsonConverter<string>? texts) : JsonConverter<NamedTexts>
{
    public NamedTextsJson()
        : this(texts: null) { }

    public override NamedTexts Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
            throw new JsonException("An object of texts is taken.");

        var text = texts ?? (JsonConverter<string>)options.GetConverter(typeof(string));
        var entries = ImmutableArray.CreateBuilder<NamedText>();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (entries.Any(entry => entry.Name == name))
                throw new JsonException("A member is there twice.");
            reader.Read();
            if (reader.TokenType is not JsonTokenType.String)
                throw new JsonException("Not a text.");

            entries.Add(new(name, text.Read(ref reader, typeof(string), options)!));
        }

        return new(entries.DrainToImmutable());
    }

    public override void Write(
        Utf8JsonWriter writer,
        NamedTexts value,
        JsonSerializerOptions options
    )
    {
        writer.WriteStartObject();
        foreach (var (name, text) in value)
            writer.WriteString(name, text);
        writer.WriteEndObject();
    }
}
