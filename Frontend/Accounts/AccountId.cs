using System.Text.RegularExpressions;

namespace Commerce.Accounts;

/// <summary>Names a shopper's account, in the form of the store's ids: <c>cus_…</c>.</summary>
internal readonly partial record struct AccountId(string Value)
{
    public static bool TryParse(string? text, out AccountId id)
    {
        var isOne = text is not null && Form().IsMatch(text);
        id = isOne ? new(text!) : default;
        return isOne;
    }

    public override string ToString() => Value;

    /// <summary>A region and a ULID, as <see cref="IdGenerator"/> writes them.</summary>
    [GeneratedRegex(
        @"^cus_[A-Za-z0-9]{1,32}_[0-7][0-9A-HJKMNP-TV-Z]{25}\z",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Form();
}
