using System.Text.Json.Serialization;

namespace Commerce.Carts;

/// <summary>Names a cart, and lets whoever has it reach it: <c>crt_…</c>.</summary>
[GenerateSerializer, Immutable, Alias("commerce.carts.cart-id")]
[JsonConverter(typeof(TextJson<CartId>))]
public readonly record struct CartId(string Value) : IParsable<CartId>
{
    private const int LengthMax = 64;

    public static CartId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("No cart id.");

    public static bool TryParse(string? s, IFormatProvider? provider, out CartId result)
    {
        var valid =
            s is { Length: > 0 and <= LengthMax }
            && s.All(c => char.IsAsciiLetterOrDigit(c) || c is '_');
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
