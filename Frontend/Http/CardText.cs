using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Commerce.Http;

/// <summary>Text as it would be without what hides a number in it.</summary>
internal static partial class CardText
{
    /// <summary>
    /// In one form, with the digits of all scripts as ours, and without what nobody sees. UUIDs,
    /// whose groups look like a card's now and then, are left out.
    /// </summary>
    public static string Plain(string text)
    {
        if (Ascii.IsValid(text))
            return Uuid().Replace(text, "x");

        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.Compatible().EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.DecimalDigitNumber)
                plain.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
            else if (!IsUnseen(category))
                plain.Append(rune);
        }

        return Uuid().Replace(plain.ToString(), "x");
    }

    /// <summary>Whether it hides nothing: neither in scripts nor behind escapes.</summary>
    public static bool IsPlain(string text) =>
        Ascii.IsValid(text) && text.AsSpan().IndexOfAny('%', '&', '\\') < 0;

    /// <summary>Takes a layer off, of addresses, HTML or JSON; false if there is none.</summary>
    public static bool TryUnescape(string text, out string unescaped)
    {
        unescaped = text;
        if (text.Contains('%', StringComparison.Ordinal))
            unescaped = Uri.UnescapeDataString(unescaped);
        if (text.Contains('&', StringComparison.Ordinal))
            unescaped = WebUtility.HtmlDecode(unescaped);
        if (text.Contains('\\', StringComparison.Ordinal))
            unescaped = Escape().Replace(unescaped, Unescape);
        return unescaped != text;
    }

    /// <summary>Of no width, or laid over what stands before.</summary>
    private static bool IsUnseen(UnicodeCategory category) =>
        category
            is UnicodeCategory.Format
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark;

    private static string Unescape(Match escape) =>
        escape.Groups["code"] is { Success: true } code
            ? $"{(char)ushort.Parse(code.Value, NumberStyles.HexNumber, provider: null)}"
            : " ";

    [GeneratedRegex(
        """\\(?:u(?<code>[0-9a-fA-F]{4})|.)""",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Escape();

    [GeneratedRegex(
        "(?<![0-9A-Za-z])[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9A-Za-z])",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Uuid();
}
