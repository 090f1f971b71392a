using Commerce.Catalog;
using Commerce.Http;

namespace Commerce.Shopping;

/// <summary>
/// Where the pages may take merchants' pictures from: this store, and the origins that
/// <c>Shop:MediaHosts</c> names. What a link leads to elsewhere is not shown.
/// </summary>
public sealed class ShopMedia
{
    /// <summary>What a page could not show as a picture.</summary>
    private static readonly string[] Films = [".mp4", ".m4v", ".webm", ".mov", ".ogv"];

    private readonly IReadOnlyList<string> _origins;

    private ShopMedia(IReadOnlyList<string> origins) => _origins = origins;

    /// <summary>Sources of pictures, as a content security policy lists them.</summary>
    public string Sources => string.Join(' ', _origins.Prepend("'self'"));

    /// <exception cref="SettingException">An origin is none.</exception>
    internal static ShopMedia Read(IConfiguration settings) =>
        new([.. Settings.Texts(settings.GetSection("Shop"), "MediaHosts").Select(Origin)]);

    /// <summary>The pictures that may be shown, in their order.</summary>
    public IEnumerable<MediaItem> Shown(IEnumerable<MediaItem> media) =>
        media.Where(item => IsFrom(item.Url) && !IsFilm(item.Url));

    private bool IsFrom(string url) =>
        url.StartsWith('/')
        || (
            Uri.TryCreate(url, UriKind.Absolute, out var link)
            && _origins.Contains(
                link.GetLeftPart(UriPartial.Authority),
                StringComparer.OrdinalIgnoreCase
            )
        );

    private static bool IsFilm(string url) =>
        Films.Contains(Path.GetExtension(url.Split('?', '#')[0]), StringComparer.OrdinalIgnoreCase);

    private static string Origin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var origin)
        && origin.Scheme is "https" or "http"
        && origin.GetLeftPart(UriPartial.Authority) == text
        && Uri.CheckHostName(origin.Host) is not UriHostNameType.Unknown
        && text.All(c =>
            char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or ':' or '/' or '[' or ']'
        )
            ? text
            : throw new SettingException(
                $"Shop:MediaHosts has origins such as https://media.example.com, not '{text}'."
            );
}
