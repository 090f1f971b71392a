using Commerce.Catalog;
using Microsoft.Net.Http.Headers;

namespace Commerce.Http;

/// <summary>The languages a client asks for, the dearest first.</summary>
public sealed class Languages
{
    private const int Max = 16;

    private readonly string[] _tags;

    private Languages(string[] tags) => _tags = tags;

    /// <summary>The first country among them: Austria in <c>de-AT</c>.</summary>
    public Country? Country
    {
        get
        {
            foreach (var tag in _tags)
            {
                if (Commerce.Country.TryParse(tag[(tag.LastIndexOf('-') + 1)..], null, out var one))
                    return one;
            }

            return null;
        }
    }

    public static Languages Of(HttpRequest request) =>
        new(
            StringWithQualityHeaderValue.TryParseList(
                request.Headers.AcceptLanguage,
                out var accepted
            )
                ?
                [
                    .. accepted
                        .Where(each => each.Quality is not 0)
                        .OrderByDescending(each => each.Quality ?? 1)
                        .Select(each => each.Value.ToString())
                        .Take(Max),
                ]
                : []
        );

    /// <summary>The text a shopper reads most easily, else the English, else the first.</summary>
    public NamedText Choose(NamedTexts texts) => Find(texts) ?? Find(texts, "en") ?? texts[0];

    /// <summary>The text that was asked for, by whole tags and then by their language.</summary>
    public NamedText? Find(NamedTexts texts) =>
        _tags
            .Select(tag =>
                tag == "*" && texts.Count > 0
                    ? texts[0]
                    : Find(texts, tag) ?? Find(texts, Primary(tag))
            )
            .FirstOrDefault(text => text is not null);

    private static NamedText? Find(NamedTexts texts, string tag)
    {
        foreach (var text in texts)
        {
            if (text.Name.Equals(tag, StringComparison.OrdinalIgnoreCase))
                return text;
        }

        foreach (var text in texts)
        {
            if (Primary(text.Name).Equals(tag, StringComparison.OrdinalIgnoreCase))
                return text;
        }

        return null;
    }

    private static string Primary(string tag) => tag.Split('-')[0];
}
