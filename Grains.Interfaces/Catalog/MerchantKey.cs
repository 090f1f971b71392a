using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Commerce.Catalog;

/// <summary>
/// The merchant's own name for a product, in their other systems: 1 to 255 characters, none of
/// them a control character.
/// </summary>
[GenerateSerializer, Immutable, Alias("commerce.catalog.merchant-key")]
[JsonConverter(typeof(TextJson<MerchantKey>))]
public readonly record struct MerchantKey(string Value) : IParsable<MerchantKey>
{
    public const int LengthMax = 255;

    public static MerchantKey Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var key) ? key : throw new FormatException("No merchant's key.");

    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        out MerchantKey result
    )
    {
        var valid = s is { Length: > 0 and <= LengthMax } && !s.Any(char.IsControl);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
