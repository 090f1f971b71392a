using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Commerce.Shipping;

/// <summary>
/// How a parcel travels, by the shop's own word for it: 1 to 32 of <c>a-z</c>, digits and hyphens.
/// Whether the shop offers it is another question.
/// </summary>
[GenerateSerializer, Immutable, Alias("commerce.shipping.method")]
[JsonConverter(typeof(TextJson<ShippingMethod>))]
public readonly record struct ShippingMethod(string Code) : IParsable<ShippingMethod>
{
    private const int LengthMax = 32;

    /// <summary>How an order travels unless its buyer chose otherwise.</summary>
    public static ShippingMethod Standard { get; } = new("standard");

    public static ShippingMethod Express { get; } = new("express");

    public static ShippingMethod Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var method)
            ? method
            : throw new FormatException("No shipping method.");

    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        out ShippingMethod result
    )
    {
        var valid =
            s is { Length: > 0 and <= LengthMax }
            && s.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-');
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Code;
}
