using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Commerce.Catalog;

/// <summary>Names an import: <c>imp_…</c>.</summary>
[GenerateSerializer, Immutable, Alias("commerce.catalog.import-id")]
[JsonConverter(typeof(TextJson<ImportId>))]
public readonly record struct ImportId(string Value) : IParsable<ImportId>
{
    private const string Prefix = "imp";
    private const int LengthMax = 64;

    /// <summary>
    /// The import of a client's key, always the same. It has the form of an id with a ULID, but the
    /// bits come from a keyed hash of the key, so that nobody can guess it.
    /// </summary>
    /// <param name="hash">In hexadecimal, at least 26 digits of it.</param>
    public static ImportId Of(string region, ReadOnlySpan<char> hash)
    {
        const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        Span<char> digits = stackalloc char[26];
        var bytes = Convert.FromHexString(hash);
        for (var i = 0; i < digits.Length; i++)
        {
            digits[i] = Alphabet[bytes[i] % (i == 0 ? 8 : 32)];
        }

        return new($"{Prefix}_{region}_{digits}");
    }

    public static ImportId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("No import's id.");

    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        out ImportId result
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
