using System.Globalization;

namespace Commerce.Http;

/// <summary>Which numbers issuers give out (ISO/IEC 7812).</summary>
internal static class CardRanges
{
    /// <summary>The longest number of goods (GTIN-14).</summary>
    public const int GoodsMax = 14;

    /// <summary>Shorter ones are more often something else.</summary>
    private const int LongMin = 16;

    private const int AmericanExpress = 15;
    private const int Diners = 14;

    /// <summary>Whether somebody issues it.</summary>
    /// <param name="digits">13 to 19 of them.</param>
    public static bool Has(string digits, CardPlace place)
    {
        var first = int.Parse(digits.AsSpan(0, 4), CultureInfo.InvariantCulture);
        return place is CardPlace.Phone && digits.Length < LongMin
            ? IsShort(first / 100, digits.Length)
            : IsAny(first) || (digits.Length >= LongMin && IsRegional(first));
    }

    /// <summary>
    /// Numbers of Spain, San Marino, Greece, Hungary, Italy and south-eastern Europe begin so, and
    /// none of them is so long.
    /// </summary>
    private static bool IsShort(int first, int length) =>
        length switch
        {
            AmericanExpress => first is 34 or 37,
            Diners => first is 30 or 36 or 38 or 39,
            _ => false,
        };

    private static bool IsAny(int first) =>
        first / 1000 is 4 or 6
        || first / 100 is >= 50 and <= 59
        || first / 100 is 30 or (>= 34 and <= 39)
        || first is >= 2221 and <= 2720;

    /// <summary>Mir, RuPay and Troy.</summary>
    private static bool IsRegional(int first) =>
        first is (>= 2200 and <= 2204) or 9792 || first / 100 is 81 or 82;
}

/// <summary>The digits at the end of numbers that tell mistakes.</summary>
internal static class Checks
{
    /// <summary>Of cards: every second digit twice (Luhn, ISO/IEC 7812-1 annex B).</summary>
    public static bool HasLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var doubled = (digits[^(i + 1)] - '0') * (1 + (i % 2));
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    /// <summary>Of goods: every second digit three times (GS1, 7.9).</summary>
    public static bool HasGoods(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
            sum += (digits[^(i + 1)] - '0') * (1 + (2 * (i % 2)));

        return sum % 10 == 0;
    }
}
