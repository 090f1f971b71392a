using System.Globalization;
using System.Text;

namespace Commerce.Catalog;

/// <summary>
/// The words by which products are found: runs of letters and digits, without case and accents.
/// </summary>
public static class NameWords
{
    /// <summary>What is longer is found by its beginning.</summary>
    public const int LengthMax = 32;

    public static IEnumerable<string> Of(string text)
    {
        var word = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormKD).ToLowerInvariant().Append(' '))
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(c);
            }
            else if (
                word.Length > 0
                && char.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark
            )
            {
                yield return word.ToString(0, int.Min(word.Length, LengthMax));
                word.Clear();
            }
        }
    }
}
