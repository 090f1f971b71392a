using System.Text.Json;
using System.Text.Json.Serialization;

namespace Commerce;

/// <summary>
/// <c>{"amount":10999,"currency":"EUR"}</c>, and nothing else, whoever reads it: a member that is
/// unknown, missing or there twice, and an amount that is not a plain integer, are refused.
/// </summary>
public sealed class MoneyJson : JsonConverter<Money>
{
    public override Money Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("Money is an object.");

        var (amount, currency) = ((long?)null, (Currency?)null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (amount is null && reader.ValueTextEquals("amount"u8))
                amount = ReadAmount(ref reader);
            else if (currency is null && reader.ValueTextEquals("currency"u8))
                currency = ReadCurrency(ref reader);
            else
                throw new JsonException("Money has an amount and a currency, each once.");
        }

        return new(
            amount ?? throw new JsonException("Money without an amount."),
            currency ?? throw new JsonException("Money without a currency.")
        );
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("amount"u8, value.MinorUnits);
        writer.WriteString("currency"u8, value.Currency.Code);
        writer.WriteEndObject();
    }

    private static long ReadAmount(ref Utf8JsonReader reader) =>
        reader.Read()
        && reader.TokenType == JsonTokenType.Number
        && reader.TryGetInt64(out var amount)
            ? amount
            : throw new JsonException("An amount is an integer, in minor units.");

    private static Currency ReadCurrency(ref Utf8JsonReader reader) =>
        reader.Read()
        && reader.TokenType == JsonTokenType.String
        && Currency.TryParse(reader.GetString(), provider: null, out var currency)
            ? currency
            : throw new JsonException("A currency is an ISO 4217 code.");
}
