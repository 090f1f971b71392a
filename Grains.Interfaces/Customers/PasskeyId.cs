using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Commerce.Customers;

/// <summary>
/// Names a passkey of a customer's: a mark of what its authenticator calls it, which only the edge
/// can make.
/// </summary>
[GenerateSerializer, Immutable, Alias("commerce.customers.passkey-id")]
[JsonConverter(typeof(TextJson<PasskeyId>))]
public readonly partial record struct PasskeyId(string Value) : IParsable<PasskeyId>
{
    public static PasskeyId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("No passkey id.");

    public static bool TryParse(string? s, IFormatProvider? provider, out PasskeyId result)
    {
        var isOne = s is not null && Form().IsMatch(s);
        result = isOne ? new(s!) : default;
        return isOne;
    }

    public override string ToString() => Value;

    [GeneratedRegex(@"^[0-9a-f]{64}\z", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Form();
}
