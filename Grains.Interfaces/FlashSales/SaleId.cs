using System.Text.Json.Serialization;

namespace Commerce.FlashSales;

/// <summary>Names a sale: <c>sal_…</c>.</summary>
[GenerateSerializer, Immutable, Alias("commerce.flash-sales.sale-id")]
[JsonConverter(typeof(TextJson<SaleId>))]
public readonly record struct SaleId(string Value) : IParsable<SaleId>
{
    public const string Prefix = "sal";

    private const int LengthMax = 64;

    public static SaleId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("No sale id.");

    public static bool TryParse(string? s, IFormatProvider? provider, out SaleId result)
    {
        var valid =
            s is { Length: > 0 and <= LengthMax }
            && s.All(c => char.IsAsciiLetterOrDigit(c) || c is '_');
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
