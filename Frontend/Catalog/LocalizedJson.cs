using System.Text.Json;
using System.Text.Json.Serialization;
using Commerce.Http;

namespace Commerce.Catalog;

/// <summary>A text per language; one text alone is English.</summary>
internal sealed class LocalizedJson : JsonConverter<NamedTexts>
{
    private static readonly StrictNamedTexts Texts = new();
    private static readonly StrictText Text = new(CardPlace.Goods);

    public override NamedTexts Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        return reader.TokenType is JsonTokenType.String
            ? new([new("en", Text.Read(ref reader, typeof(string), options)!)])
            : Texts.Read(ref reader, typeToConvert, options);
    }

    public override void Write(
        Utf8JsonWriter writer,
        NamedTexts value,
        JsonSerializerOptions options
    ) => Texts.Write(writer, value, options);
}
