using Commerce.Http;

namespace Commerce.Orders;

/// <summary>
/// A telephone number as people write it: digits in groups, with an international prefix or not.
/// </summary>
internal static class PhoneNumber
{
    /// <summary>The longest that one may be written, in characters.</summary>
    public const int TextMax = 32;

    /// <summary>Shorter ones are of services, not of people.</summary>
    private const int DigitsMin = 6;

    /// <summary>Of an international number (ITU-T E.164).</summary>
    private const int DigitsMax = 15;

    private const string Separators = " -./()\u2010\u2013";

    /// <summary>Whether it is one; whether it reaches anyone only a call can tell.</summary>
    public static bool IsOne(string text) =>
        text.Length <= TextMax
        && Plain(text) is var plain
        && plain[(plain.StartsWith('+') ? 1 : 0)..]
            .All(c => char.IsAsciiDigit(c) || Separators.Contains(c, StringComparison.Ordinal))
        && Normalise(text).TrimStart('+').Length is >= DigitsMin and <= DigitsMax;

    /// <summary>Its digits, after a plus sign where it is international: 0049 is +49.</summary>
    public static string Normalise(string text)
    {
        var plain = Plain(text);
        var digits = string.Concat(plain.Where(char.IsAsciiDigit));
        return plain.StartsWith('+') ? $"+{digits}"
            : digits.StartsWith("00", StringComparison.Ordinal) ? $"+{digits[2..]}"
            : digits;
    }

    private static string Plain(string text) => text.Compatible().Trim();
}

/// <summary>
/// Reads a telephone number as any text.
/// </summary>
internal sealed class PhoneText() : StrictText(CardPlace.Phone);
