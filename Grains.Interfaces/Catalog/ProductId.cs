using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Commerce.Catalog;

/// <summary>Names a product: <c>prd_…</c>. Minted when its merchant's key is first seen.</summary>
[GenerateSerializer, Immutable, Alias("commerce.catalog.product-id")]
[JsonConverter(typeof(TextJson<ProductId>))]
public readonly record struct ProductId(string Value) : IParsable<ProductId>
{
    public const string Prefix = "prd";
    private const int LengthMax = 64;

    public static ProductId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("No product's id.");

    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        out ProductId result
    )
    {
        var valid =
            s is { Length: <= LengthMax }
            && s.StartsWith(Prefix + "_", StringComparison.Ordinal)
            && s.All(c => char.IsAsciiLetterOrDigit(c) || c is '_');
        result = valid ? new(s!) : default;
        return valid;
    }

    public override string ToString() => Value;
}
