using System.Text.Json;
using System.Text.Json.Serialization;

namespace Commerce.Catalog;

/// <summary>A text per language; one text alone is English.</summary>
internal sealed class LocalizedJson : JsonConverter<NamedTexts>
{
    private static readonly NamedTextsJson Texts = new();

    public override NamedTexts Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (reader.TokenType is not JsonTokenType.String)
            return Texts.Read(ref reader, typeToConvert, options);

        var text = (JsonConverter<string>)options.GetConverter(typeof(string));
        return new([new("en", text.Read(ref reader, typeof(string), options)!)]);
    }

    public override void Write(
        Utf8JsonWriter writer,
        NamedTexts value,
        JsonSerializerOptions options
    ) => Texts.Write(writer, value, options);
}
