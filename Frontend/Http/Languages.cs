using Microsoft.Net.Http.Headers;

namespace Commerce.Http;

/// <summary>Which language a client is answered in.</summary>
internal static class Languages
{
    /// <summary>
    /// The one of those there are that <c>Accept-Language</c> likes best, by whole tags first and
    /// then by their language alone; <c>null</c> where it says nothing, or nothing of these.
    /// </summary>
    public static string? Best(this HttpRequest request, IEnumerable<string> available)
    {
        if (
            request.Headers.AcceptLanguage.Count == 0
            || !StringWithQualityHeaderValue.TryParseList(
                [.. request.Headers.AcceptLanguage.OfType<string>()],
                out var wanted
            )
        )
            return null;

        var there = available.ToList();
        return wanted
            .Where(each => each.Quality is not 0)
            .OrderByDescending(each => each.Quality ?? 1)
            .Select(each => Match(each.Value.ToString(), there))
            .FirstOrDefault(found => found is not null);
    }

    private static string? Match(string wanted, List<string> there) =>
        wanted == "*"
            ? there.FirstOrDefault()
            : there.Find(each => each.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                ?? there.Find(each => Primary(each) == Primary(wanted));

    private static string Primary(string tag) => tag.Split('-')[0].ToLowerInvariant();
}
