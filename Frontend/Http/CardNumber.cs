using System.Text;

namespace Commerce.Http;

/// <summary>
/// Knows a payment card's number when it sees one: 13 to 19 digits, written in any script, of an
/// issuer's range (ISO/IEC 7812) and with Luhn's check digit. With whatever separator, but one, and
/// grouped as people group them: alike (4-4-4-4, 1-1-1-…), or as 4-6-5. A version is no card.
/// </summary>
internal static class CardNumber
{
    /// <summary>
    /// The length of the numbers of goods (EAN-13), one in ten of which has Luhn's check digit too;
    /// cards of that length are no longer issued.
    /// </summary>
    public const int LengthOfGoodsMax = 13;

    public const int LengthMin = 13;

    private const int LengthMax = 19;

    /// <summary>
    /// Whether there is one among what programs write, where digits that stand between letters are
    /// of ids and hashes.
    /// </summary>
    /// <param name="lengthMin">Fewer digits than this are no card.</param>
    public static bool IsAmong(string text, int lengthMin = LengthMin)
    {
        if (text.Length < lengthMin || DigitsApart(text) < lengthMin)
        {
            return false;
        }

        var words = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; )
        {
            var end = EndOfWord(text, i, out var isNumber);
            words.Append(isNumber || end == i + 1 ? text[i..end] : "x");
            i = end;
        }

        return IsIn(words.ToString(), lengthMin);
    }

    public static bool IsIn(string text, int lengthMin = LengthMin)
    {
        if (text.Length < lengthMin || text.Count(char.IsDigit) < lengthMin)
        {
            return false;
        }

        var groups = new List<Group>();
        var (digits, separator) = (new List<int>(), new StringBuilder());
        foreach (var c in text.Compatible().Append('.'))
        {
            if (char.IsDigit(c))
            {
                digits.Add((int)char.GetNumericValue(c));
                continue;
            }

            if (digits.Count > 0)
            {
                groups.Add(new(separator.ToString(), digits));
                if (EndsInCard(groups, lengthMin))
                {
                    return true;
                }

                separator.Clear();
                digits = [];
            }

            separator.Append(c);
            if (!IsSeparator(c))
            {
                groups.Clear();
            }
        }

        return false;
    }

    /// <summary>Whether the last groups, some or all of them, are a card's number.</summary>
    private static bool EndsInCard(List<Group> groups, int lengthMin)
    {
        var digits = new List<int>();
        for (var i = groups.Count - 1; i >= 0 && digits.Count < LengthMax; i--)
        {
            digits.InsertRange(0, groups[i].Digits);
            if (digits.Count >= lengthMin && IsCard(digits) && IsGrouped(groups[i..]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many digits are in words of digits only.</summary>
    private static int DigitsApart(string text)
    {
        var digits = 0;
        for (var i = 0; i < text.Length; )
        {
            var end = EndOfWord(text, i, out var isNumber);
            digits += isNumber ? end - i : 0;
            i = end;
        }

        return digits;
    }

    /// <summary>Where the word ends that begins there; what is no word is one character.</summary>
    private static int EndOfWord(string text, int start, out bool isNumber)
    {
        (var end, isNumber) = (start, true);
        for (; end < text.Length && char.IsLetterOrDigit(text[end]); end++)
        {
            isNumber &= char.IsDigit(text[end]);
        }

        isNumber &= end > start;
        return int.Max(end, start + 1);
    }

    private static bool IsGrouped(List<Group> groups)
    {
        var lengths = groups.ConvertAll(group => group.Digits.Count);
        return groups.Skip(1).Select(group => group.Before).Distinct(StringComparer.Ordinal).Count()
                <= 1
            && (
                lengths is [4, 6, <= 5]
                || (lengths.SkipLast(1).Distinct().Count() <= 1 && lengths[^1] <= lengths[0])
            );
    }

    private static bool IsSeparator(char c) =>
        char.IsWhiteSpace(c) || char.IsPunctuation(c) || char.IsSymbol(c);

    private static bool IsCard(List<int> digits) =>
        digits.Count is >= LengthMin and <= LengthMax && IsIssued(digits) && HasCheckDigit(digits);

    private static bool IsIssued(List<int> digits)
    {
        var first = digits.Take(4).Aggregate(0, (number, digit) => (number * 10) + digit);
        return first / 1000 is 4 or 6
            || first / 100 is >= 51 and <= 55
            || first is >= 2221 and <= 2720
            || first / 100 is 34 or 37
            || first / 100 is 30 or 36 or 38 or 39 or 35
            || first / 100 is 50 or (>= 56 and <= 59);
    }

    private static bool HasCheckDigit(List<int> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Count; i++)
        {
            var doubled = digits[^(i + 1)] * (1 + (i % 2));
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    /// <param name="Before">What stands between it and the group before it.</param>
    private sealed record Group(string Before, List<int> Digits);
}
