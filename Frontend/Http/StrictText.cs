using System.Text.Json;
using System.Text.Json.Serialization;

namespace Commerce.Http;

/// <summary>
/// Text that clients send: no control characters but line feed and tab, and no card numbers.
/// </summary>
/// <param name="place">What else may stand there.</param>
internal class StrictText(CardPlace place) : JsonConverter<string>
{
    public StrictText()
        : this(CardPlace.Text) { }

    public override string? Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (reader.TokenType is not JsonTokenType.String)
        {
            throw new JsonException("Not a text.");
        }

        var text = reader.GetString()!;
        if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\t')))
        {
            throw new JsonException("Control characters are not taken.");
        }

        return CardNumber.IsIn(text, place) ? throw new CardDataException() : text;
    }

    public override void Write(
        Utf8JsonWriter writer,
        string value,
        JsonSerializerOptions options
    ) => writer.WriteStringValue(value);
}

/// <summary>Somebody sent a card number. It is refused, and never logged.</summary>
internal sealed class CardDataException() : JsonException("A card number is not taken.");
