using System.Text.Json.Serialization;

namespace Commerce.Inventory;

/// <summary>The merchant's own code of what is sold: 1 to 64 of <c>A-Za-z0-9._-</c>.</summary>
[GenerateSerializer, Immutable, Alias("commerce.inventory.sku")]
[JsonConverter(typeof(TextJson<Sku>))]
public readonly record struct Sku(string Value) : IParsable<Sku>
{
    public const int LengthMax = 64;

    public static Sku Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var sku) ? sku : throw new FormatException("Not a SKU.");

    public static bool TryParse(string? s, IFormatProvider? provider, out Sku result)
    {
        result = new(s ?? "");
        return s is { Length: > 0 and <= LengthMax }
            && s.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
    }

    public override string ToString() => Value;
}
