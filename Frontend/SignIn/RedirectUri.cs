using System.Diagnostics.CodeAnalysis;

namespace Commerce.SignIn;

/// <summary>Where people may be sent back to with a code.</summary>
internal static class RedirectUri
{
    private const int LengthMax = 512;

    /// <summary>
    /// HTTPS; HTTP on the machine itself; or a scheme that a program has for itself, which has a
    /// dot (RFC 8252, 7.1). No fragment.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri)
        && text.Length <= LengthMax
        && uri.Fragment.Length == 0
        && uri.UserInfo.Length == 0
        && (
            uri.Scheme is "https"
            || (uri.Scheme is "http" && uri.IsLoopback)
            || uri.Scheme.Contains('.', StringComparison.Ordinal)
        );

    /// <summary>What a page's policy calls the place, on every port of this machine.</summary>
    public static string Source(Uri uri) =>
        uri.Scheme is not ("http" or "https") ? $"{uri.Scheme}:"
        : uri is { IsLoopback: true, IsDefaultPort: true } ? $"{uri.Scheme}://{uri.Host}:*"
        : $"{uri.Scheme}://{uri.Authority}";
}
