using Commerce.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace Commerce.OpenApi;

/// <summary>The problems that a route may answer.</summary>
internal static class Refusals
{
    /// <summary>Codes by status: those that the route names, and those of what it takes.</summary>
    public static IEnumerable<(int Status, IReadOnlyCollection<string> Codes)> Of(
        ApiDescription route,
        IList<object> metadata
    ) =>
        metadata
            .OfType<Refusal>()
            .Concat(OfAnyRoute)
            .Concat(metadata.OfType<IAcceptsMetadata>().Any() ? OfBodies : [])
            .Concat(metadata.OfType<Callers>().LastOrDefault() is Scope ? OfScopes : [])
            .Concat(route.ParameterDescriptions.Any(IsCursor) ? OfPages : [])
            .GroupBy(each => each.Status)
            .OrderBy(group => group.Key)
            .Select(group =>
                (
                    group.Key,
                    (IReadOnlyCollection<string>)
                        [.. group.SelectMany(each => each.Codes).Distinct(StringComparer.Ordinal)]
                )
            );

    private static readonly Refusal[] OfAnyRoute =
    [
        new(400, ["malformed_request"]),
        new(401, ["unauthorized"]),
        new(406, ["not_acceptable"]),
        new(422, ["card_data_not_accepted"]),
        new(429, ["rate_limited"]),
        new(500, ["internal_error"]),
        new(503, ["dependency_down", "overloaded", "deadline_passed", "view_rebuilding"]),
    ];

    private static readonly Refusal[] OfBodies =
    [
        new(408, ["request_timeout"]),
        new(413, ["body_too_large"]),
        new(415, ["unsupported_media_type"]),
    ];

    private static readonly Refusal[] OfScopes = [new(403, ["insufficient_scope"])];

    private static readonly Refusal[] OfPages =
    [
        new(400, ["invalid_cursor"]),
        new(422, ["limit_out_of_range"]),
    ];

    private static bool IsCursor(ApiParameterDescription parameter) =>
        string.Equals(parameter.Name, "cursor", StringComparison.OrdinalIgnoreCase);
}
