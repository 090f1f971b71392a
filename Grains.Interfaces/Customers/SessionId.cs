using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Commerce.Customers;

/// <summary>
/// Names one sign-in of a customer's: <c>ses_…</c>, a region and a ULID, as
/// <see cref="IdGenerator"/> writes them.
/// </summary>
[GenerateSerializer, Immutable, Alias("commerce.customers.session-id")]
[JsonConverter(typeof(TextJson<SessionId>))]
public readonly partial record struct SessionId(string Value) : IParsable<SessionId>
{
    public const string Prefix = "ses";

    public static SessionId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("No session id.");

    public static bool TryParse(string? s, IFormatProvider? provider, out SessionId result)
    {
        var isOne = s is not null && Form().IsMatch(s);
        result = isOne ? new(s!) : default;
        return isOne;
    }

    public override string ToString() => Value;

    [GeneratedRegex(
        @"^ses_[A-Za-z0-9]{1,32}_[0-7][0-9A-HJKMNP-TV-Z]{25}\z",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Form();
}
