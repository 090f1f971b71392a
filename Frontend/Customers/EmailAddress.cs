using Commerce.Http;
using Commerce.Secrets;

namespace Commerce.Customers;

/// <summary>An e-mail address as people write it.</summary>
internal static class EmailAddress
{
    /// <summary>The longest that mail takes (RFC 5321), in characters.</summary>
    public const int TextMax = 254;

    /// <summary>
    /// Something, an at sign, a domain: whether it reaches anyone only mail can tell.
    /// </summary>
    public static bool IsOne(string text) =>
        text.Split('@') is [{ Length: > 0 }, { Length: > 2 } domain]
        && domain.IndexOf('.', StringComparison.Ordinal) > 0
        && !text.Any(char.IsWhiteSpace);

    /// <summary>
    /// By what an address is claimed, counted and found again, and which tells nothing else.
    /// </summary>
    public static string EmailKey(this ServerKeys keys, string text) =>
        keys.Mark("email", Plain(text).ToLowerInvariant());

    /// <summary>As it is kept: without what surrounds it, and composed.</summary>
    public static string Plain(string text) => text.Trim().Composed();
}
