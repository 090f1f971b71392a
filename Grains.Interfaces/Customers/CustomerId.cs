using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Commerce.Customers;

/// <summary>
/// Names a customer: <c>cus_…</c>, a region and a ULID, as <see cref="IdGenerator"/> writes them.
/// </summary>
[GenerateSerializer, Immutable, Alias("commerce.customers.customer-id")]
[JsonConverter(typeof(TextJson<CustomerId>))]
public readonly partial record struct CustomerId(string Value) : IParsable<CustomerId>
{
    public const string Prefix = "cus";

    public static CustomerId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("No customer id.");

    public static bool TryParse(string? s, IFormatProvider? provider, out CustomerId result)
    {
        var isOne = s is not null && Form().IsMatch(s);
        result = isOne ? new(s!) : default;
        return isOne;
    }

    public override string ToString() => Value;

    [GeneratedRegex(
        @"^cus_[A-Za-z0-9]{1,32}_[0-7][0-9A-HJKMNP-TV-Z]{25}\z",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Form();
}
