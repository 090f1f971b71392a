using System.Text.Json;
using System.Text.Json.Serialization;
using Commerce.Http;

namespace Commerce.Catalog;

/// <summary>Texts about goods, as clients send them, without a card's number.</summary>
internal sealed class StrictNamedTexts : JsonConverter<NamedTexts>
{
    private static readonly NamedTextsJson Plain = new(new StrictText(CardPlace.Goods));

    public override NamedTexts Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        var texts = Plain.Read(ref reader, typeToConvert, options);
        return texts.Any(each => CardNumber.IsIn(each.Name))
            ? throw new CardDataException()
            : texts;
    }

    public override void Write(
        Utf8JsonWriter writer,
        NamedTexts value,
        JsonSerializerOptions options
    ) => Plain.Write(writer, value, options);
}
