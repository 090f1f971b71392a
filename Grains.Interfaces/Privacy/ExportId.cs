using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Commerce.Privacy;

/// <summary>
/// Names what a person is told of what is known of them: <c>exp_…</c>, a region and a ULID, as
/// <see cref="IdGenerator"/> writes them.
/// </summary>
[GenerateSerializer, Immutable, Alias("commerce.privacy.export-id")]
[JsonConverter(typeof(TextJson<ExportId>))]
public readonly partial record struct ExportId(string Value) : IParsable<ExportId>
{
    public const string Prefix = "exp";

    public static ExportId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("No export id.");

    public static bool TryParse(string? s, IFormatProvider? provider, out ExportId result)
    {
        var isOne = s is not null && Form().IsMatch(s);
        result = isOne ? new(s!) : default;
        return isOne;
    }

    public override string ToString() => Value;

    [GeneratedRegex(
        @"^exp_[A-Za-z0-9]{1,32}_[0-7][0-9A-HJKMNP-TV-Z]{25}\z",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Form();
}
