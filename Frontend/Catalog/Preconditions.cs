using Commerce.Http;

namespace Commerce.Catalog;

/// <summary>What a request to write a part of the catalogue relies on.</summary>
internal static class Preconditions
{
    /// <summary>A tag that no version of ours has is a version that never was.</summary>
    public static Precondition Precondition(this HttpRequest http)
    {
        var match = http.Headers.IfMatch;
        var isAny = match == "*";
        bool? exists = isAny ? true : null;
        if (http.Headers.IfNoneMatch == "*")
            exists = false;

        return new(match.Count == 0 || isAny ? null : http.ExpectedVersion() ?? -1, exists);
    }
}
