using System.Text;

namespace Commerce.Http;

/// <summary>
/// Knows a payment card's number when it sees one: 13 to 19 digits, written in any script and with
/// any separators, of an issuer's range (ISO/IEC 7812) and with Luhn's check digit.
/// </summary>
internal static class CardNumber
{
    private const int LengthMin = 13;
    private const int LengthMax = 19;

    public static bool IsIn(string text)
    {
        if (text.Length < LengthMin || text.Count(char.IsDigit) < LengthMin)
        {
            return false;
        }

        var run = new List<int>();
        foreach (var c in text.Normalize(NormalizationForm.FormKC))
        {
            if (char.IsDigit(c))
            {
                run.Add((int)char.GetNumericValue(c));
            }
            else if (!IsSeparator(c))
            {
                if (IsCard(run))
                {
                    return true;
                }

                run.Clear();
            }
        }

        return IsCard(run);
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
}
