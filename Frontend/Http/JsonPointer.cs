namespace Commerce.Http;

/// <summary>
/// RFC 6901, from the paths that System.Text.Json gives: <c>$.lines[0].quantity</c>.
/// </summary>
internal static class JsonPointer
{
    public static string Of(string? path) =>
        (path ?? "")
            .TrimStart('$')
            .Replace("['", "/", StringComparison.Ordinal)
            .Replace("']", "", StringComparison.Ordinal)
            .Replace('.', '/')
            .Replace('[', '/')
            .Replace("]", "", StringComparison.Ordinal);
}
