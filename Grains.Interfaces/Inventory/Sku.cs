using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Commerce.Inventory;

/// <summary>The merchant's own code for what is sold: 1 to 64 of <c>A-Za-z0-9._-</c>.</summary>
[GenerateSerializer, Immutable, Alias("commerce.inventory.sku")]
[JsonConverter(typeof(TextJson<Sku>))]
public readonly record struct Sku(string Value) : IParsable<Sku>
{
    public const int LengthMax = 64;

    public static Sku Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var sku) ? sku : throw new FormatException("No SKU.");

    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        out Sku result
    )
    {
        var valid = s is { Length: > 0 and <= LengthMax } && s.All(IsAllowed);
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
}
