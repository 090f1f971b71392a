using System.Net.Mime;
using System.Text.Json;
using Commerce.Catalog;
using Commerce.Http;
using Commerce.Operators;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.Imports;

/// <summary>
/// The rows of a file of requests: each is made as if its operator had sent it, under a key of its
/// own, and fails as that request would.
/// </summary>
internal sealed class RequestRows(
    InnerRequests requests,
    TimeProvider time,
    IOptions<JsonOptions> json
) : IImportRows
{
    private const string Base = "/admin/v1/";

    /// <summary>Characters of a path, its query included.</summary>
    private const int PathMax = 512;

    private const string WhatIsTaken =
        "A row is a POST, PUT, PATCH or DELETE of something under /admin/v1, and no import.";

    private static readonly string[] Methods = ["POST", "PUT", "PATCH", "DELETE"];

    /// <summary>A file that takes in files would have no end.</summary>
    private static readonly string[] NotHere = ["imports", "bulk"];

    private readonly JsonSerializerOptions _json = json.Value.SerializerOptions;

    public ImportRow? Read(ImportId import, Operator by, RawLine line) =>
        RowText.Read<RequestRow>(line, _json, request => Check(import, by, line.Number, request));

    private ImportRow Check(ImportId import, Operator by, long line, RequestRow request) =>
        Flaw(request) is { } pointer
            ? ImportRow.Refused(new(line, Key: null, "invalid_request", WhatIsTaken, pointer))
            : new(
                [AboutWhat(request.Path)],
                cancellation => Take(line, Inner(request, $"{import}/{line}", by), cancellation)
            );

    /// <summary>Where the row is none that can be taken; <c>null</c> if it can.</summary>
    private static string? Flaw(RequestRow request) =>
        !Methods.Contains(request.Method, StringComparer.Ordinal) ? "/method"
        : IsTaken(request.Path) ? null
        : "/path";

    private static bool IsTaken(string path) =>
        path.Length <= PathMax
        && path.StartsWith(Base, StringComparison.Ordinal)
        && path.All(c => c is > ' ' and <= '~' and not '#' and not '\\')
        && path[Base.Length..].Split('/', '?') is [{ Length: > 0 } area, ..]
        && !NotHere.Contains(area, StringComparer.OrdinalIgnoreCase);

    /// <summary>The thing that a path leads to: <c>/admin/v1/skus/TEA</c>.</summary>
    private static string AboutWhat(string path) =>
        string.Join('/', path.Split('?')[0].Split('/').Take(5));

    private async Task<RowResult> Take(
        long line,
        InnerRequest request,
        CancellationToken cancellation
    )
    {
        var (status, isReplay, problem) = await Patiently.Ask(
            () => requests.Send(request, cancellation),
            answer =>
                answer.Problem
                    is not {
                            Status: StatusCodes.Status429TooManyRequests
                                or StatusCodes.Status503ServiceUnavailable
                        }
                        and not { Code: "idempotency_in_progress" },
            time,
            cancellation
        );
        return problem is not null
            ? new(
                default,
                new(
                    line,
                    $"{request.Method} {request.Path}",
                    problem.Code,
                    problem.Detail,
                    problem.Errors is [var first, ..] ? first.Pointer : null
                )
            )
            : new(
                isReplay ? ProductChange.Unchanged
                    : status is StatusCodes.Status201Created ? ProductChange.Created
                    : ProductChange.Changed,
                Failed: null
            );
    }

    private static InnerRequest Inner(RequestRow request, string key, Operator by)
    {
        var inner = new InnerRequest(
            request.Method,
            request.Path,
            request.Body is { } body ? JsonSerializer.SerializeToUtf8Bytes(body) : [],
            request.Method is "PATCH"
                ? "application/merge-patch+json"
                : MediaTypeNames.Application.Json,
            by
        );
        inner.Headers["Idempotency-Key"] = key;
        if (request.IfMatch is { } version)
            inner.Headers.IfMatch = version;
        return inner;
    }
}

/// <summary>One line of a bulk file.</summary>
/// <param name="Method"><c>POST</c>, <c>PUT</c>, <c>PATCH</c> or <c>DELETE</c>.</param>
/// <param name="Path">Under <c>/admin/v1</c>, with its query; at most 512 characters.</param>
/// <param name="IfMatch">The version that is meant, where the request needs one.</param>
internal sealed record RequestRow(
    string Method,
    string Path,
    JsonElement? Body = null,
    string? IfMatch = null
);
