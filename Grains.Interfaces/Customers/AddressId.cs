using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Commerce.Customers;

/// <summary>
/// Names an address in a customer's book: <c>adr_…</c>, a region and a ULID, as
/// <see cref="IdGenerator"/> writes them.
/// </summary>
[GenerateSerializer, Immutable, Alias("commerce.customers.address-id")]
[JsonConverter(typeof(TextJson<AddressId>))]
public readonly partial record struct AddressId(string Value) : IParsable<AddressId>
{
    public const string Prefix = "adr";

    public static AddressId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException("No address id.");

    public static bool TryParse(string? s, IFormatProvider? provider, out AddressId result)
    {
        var isOne = s is not null && Form().IsMatch(s);
        result = isOne ? new(s!) : default;
        return isOne;
    }

    public override string ToString() => Value;

    [GeneratedRegex(
        @"^adr_[A-Za-z0-9]{1,32}_[0-7][0-9A-HJKMNP-TV-Z]{25}\z",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Form();
}
