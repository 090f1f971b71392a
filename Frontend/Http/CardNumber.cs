namespace Commerce.Http;

/// <summary>
/// Knows a payment card's number when it sees one: 13 to 19 digits, written in any script, of an
/// issuer's range (ISO/IEC 7812) and with Luhn's check digit. With whatever separators where they
/// are grouped as on a card (4-4-4-4, 4-6-5); else with the same between all of them, and in groups
/// that are alike (1-1-1-…). Escaped as in addresses, JSON or HTML, it is seen too.
/// </summary>
internal static class CardNumber
{
    public const int LengthMin = 13;

    private const int LengthMax = 19;

    /// <summary>How often a text may be escaped.</summary>
    private const int EscapesMax = 3;

    /// <summary>Whether there is one in what people write.</summary>
    public static bool IsIn(string text, CardPlace place = CardPlace.Text) =>
        Find(text, place, plain => plain);

    /// <summary>
    /// Whether there is one among what programs write, where digits that touch letters are of ids
    /// and hashes.
    /// </summary>
    public static bool IsAmong(string text, CardPlace place = CardPlace.Text) =>
        !(CardText.IsPlain(text) && DigitsOfNumbers(text) < LengthMin)
        && Find(text, place, WithoutWords);

    private static bool Find(string text, CardPlace place, Func<string, string> read)
    {
        for (var escapes = 0; MayHold(text) && escapes <= EscapesMax; escapes++)
        {
            if (IsInGroups(read(CardText.Plain(text)), place))
                return true;
            if (!CardText.TryUnescape(text, out text))
                return false;
        }

        return false;
    }

    /// <summary>Whether there are digits enough, whatever their script.</summary>
    private static bool MayHold(string text)
    {
        var digits = 0;
        foreach (var c in text)
            digits += char.IsAsciiDigit(c) || c > '\u007f' ? 1 : 0;

        return digits >= LengthMin;
    }

    /// <summary>How many digits stand in words that are numbers: each token of a program's has
    /// digits enough, and hardly any here.</summary>
    private static int DigitsOfNumbers(string text)
    {
        var digits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var (start, isNumber) = (i, true);
            for (; i < text.Length && char.IsAsciiLetterOrDigit(text[i]); i++)
                isNumber &= char.IsAsciiDigit(text[i]);

            digits += isNumber ? i - start : 0;
        }

        return digits;
    }

    /// <summary>The text with each word that is not a number as a letter.</summary>
    private static string WithoutWords(string text)
    {
        var words = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; )
        {
            var (end, isNumber) = (i, true);
            for (; end < text.Length && char.IsLetterOrDigit(text[end]); end++)
                isNumber &= char.IsAsciiDigit(text[end]);

            words.Append(end > i && !isNumber ? "x" : text[i..int.Max(end, i + 1)]);
            i = int.Max(end, i + 1);
        }

        return words.ToString();
    }

    private static bool IsInGroups(string text, CardPlace place)
    {
        var groups = new List<Group>();
        for (var i = 0; i < text.Length; )
        {
            var start = i;
            while (i < text.Length && !char.IsAsciiDigit(text[i]))
                i++;

            var before = text[start..i];
            if (!before.All(IsSeparator))
                groups.Clear();
            start = i;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
                i++;

            groups.Add(new(before, text[start..i]));
            if (EndsInCard(groups, place))
                return true;
        }

        return false;
    }

    /// <summary>Whether the last groups, some or all of them, are a card's number.</summary>
    private static bool EndsInCard(List<Group> groups, CardPlace place)
    {
        var digits = "";
        for (var i = groups.Count - 1; i >= 0 && digits.Length < LengthMax; i--)
        {
            digits = groups[i].Digits + digits;
            if (
                digits.Length is >= LengthMin and <= LengthMax
                && CardRanges.Has(digits, place)
                && IsGrouped(groups[i..])
                && Checks.HasLuhn(digits)
                && !(place is CardPlace.Goods && i == groups.Count - 1 && IsGoods(digits))
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsGrouped(List<Group> groups)
    {
        var lengths = groups.ConvertAll(group => group.Digits.Length);
        var isAlike = lengths.SkipLast(1).Distinct().Count() <= 1 && lengths[^1] <= lengths[0];
        return lengths is [4, 6, <= 5] or [4, 3, 3, 3] or [6, 13]
            || (isAlike && (lengths[0] == 4 || IsOneSeparator(groups)));
    }

    private static bool IsOneSeparator(List<Group> groups) =>
        groups.Skip(1).Select(group => group.Before).Distinct(StringComparer.Ordinal).Count() <= 1;

    private static bool IsGoods(string digits) =>
        digits.Length <= CardRanges.GoodsMax && Checks.HasGoods(digits);

    private static bool IsSeparator(char c) =>
        char.IsWhiteSpace(c) || char.IsControl(c) || char.IsPunctuation(c) || char.IsSymbol(c);

    /// <param name="Before">What stands between it and the group before it.</param>
    private sealed record Group(string Before, string Digits);
}
