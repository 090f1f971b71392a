using System.Text;

namespace Commerce.Http;

/// <summary>What people write in several ways, in one.</summary>
internal static class CompatibleText
{
    /// <summary>
    /// Unicode's compatibility form (NFKC); what has none, as code points that are no characters,
    /// stays as it is.
    /// </summary>
    public static string Compatible(this string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
