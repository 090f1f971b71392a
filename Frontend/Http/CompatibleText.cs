using System.Text;

namespace Commerce.Http;

/// <summary>What people write in several ways, in one.</summary>
internal static class CompatibleText
{
    /// <summary>Unicode's compatibility form (NFKC).</summary>
    public static string Compatible(this string text) => text.In(NormalizationForm.FormKC);

    /// <summary>Unicode's composed form (NFC).</summary>
    public static string Composed(this string text) => text.In(NormalizationForm.FormC);

    /// <summary>
    /// What has no such form, as code points that are no characters, stays as it is.
    /// </summary>
    private static string In(this string text, NormalizationForm form)
    {
        try
        {
            return text.Normalize(form);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
