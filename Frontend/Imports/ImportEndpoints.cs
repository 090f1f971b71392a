using System.Globalization;
using Commerce.Catalog;
using Commerce.Http;
using Commerce.Operators;
using Commerce.Secrets;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;

namespace Commerce.Imports;

/// <summary>Files of rows: sent once, taken in while the client may go.</summary>
internal static class ImportEndpoints
{
    private const string Read = "catalog:read";
    private const string Write = "catalog:write";
    private const string NdJson = "application/x-ndjson";
    private const long FileMax = 2L * 1024 * 1024 * 1024;
    private const int PageDefault = 50;
    private const int PageMax = 1_000;

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        var imports = routes.MapGroup("/admin/v1/imports").WithTags("Imports");

        imports
            .MapPost("", Post)
            .RequireScope(Write)
            .WithMetadata(new RequestSizeLimitAttribute(FileMax))
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .Means("importProducts", "Takes in a file of products: JSON on each line, or a table.")
            .Accepts<ProductRow>(NdJson, "text/csv")
            .Answers<ImportBody>(202)
            .RequiresKey()
            .Refuses(422, "invalid_name", "unknown_column");
        routes
            .MapPost("/admin/v1/bulk", PostRequests)
            .WithTags("Imports")
            .RequireScope(Write)
            .WithMetadata(new RequestSizeLimitAttribute(FileMax))
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .Means("sendInBulk", "Takes in a file of operators' requests, one on each line.")
            .Accepts<RequestRow>(NdJson)
            .Answers<ImportBody>(202)
            .RequiresKey()
            .Refuses(422, "invalid_name");
        imports
            .MapGet("/{id}", Get)
            .RequireScope(Read)
            .Means("getImport", "How an import stands.")
            .Answers<ImportBody>(200)
            .Refuses(404, "not_found");
        imports
            .MapGet("/{id}/rows", GetRows)
            .RequireScope(Read)
            .Means("listImportRows", "The rows of an import that failed, and why.")
            .Answers<FailedRowsBody>(200)
            .Refuses(404, "not_found")
            .Refuses(422, "invalid_status", "invalid_limit");
        imports
            .MapPost("/{id}/pause", Pause)
            .RequireScope(Write)
            .Means("pauseImport", "Lets an import rest, once what is on its way is done.")
            .Answers<ImportBody>(200)
            .Refuses(404, "not_found")
            .Refuses(409, "import_finished");
        imports
            .MapPost("/{id}/resume", Resume)
            .RequireScope(Write)
            .Means("resumeImport", "Lets an import go on that was paused.")
            .Answers<ImportBody>(200)
            .Refuses(404, "not_found")
            .Refuses(409, "import_finished");
    }

    private static async Task<IResult> Post(string? name, HttpRequest http, Intake imports)
    {
        if (http.IdempotencyKey() is not { } key)
            return RequestHeaders.KeyRequired;
        var aborted = http.HttpContext.RequestAborted;
        Outcome<Stream> rows;
        switch (TypeOf(http))
        {
            case NdJson:
                rows = http.Body;
                break;
            case "text/csv":
                rows = await CsvRows.Read(http.Body, aborted);
                break;
            default:
                return UnsupportedMediaType;
        }

        if (!rows.IsAccepted)
            return rows.Rejection.ToProblem();

        await using var file = rows.Value;
        var (id, accepted) = await imports.Accept(
            key,
            name ?? "",
            RowKind.Products,
            By(http),
            file,
            aborted
        );
        return Accepted(id, accepted);
    }

    private static async Task<IResult> PostRequests(string? name, HttpRequest http, Intake imports)
    {
        if (http.IdempotencyKey() is not { } key)
            return RequestHeaders.KeyRequired;
        if (TypeOf(http) != NdJson)
            return NotRequests;

        var (id, accepted) = await imports.Accept(
            key,
            name ?? "",
            RowKind.Requests,
            By(http),
            http.Body,
            http.HttpContext.RequestAborted
        );
        return Accepted(id, accepted);
    }

    /// <summary>Who sent the file: its route serves nobody else.</summary>
    private static Operator By(HttpRequest http) => Operator.Of(http.HttpContext)!;

    private static string? TypeOf(HttpRequest http) => http.ContentType?.Split(';')[0].Trim();

    private static IResult Accepted(ImportId id, Outcome<ImportStarted> accepted) =>
        accepted.Match(started => new Answer<ImportBody>(
            ImportBody.From(id, started.Status),
            StatusCodes.Status202Accepted
        )
        {
            Location = $"/admin/v1/imports/{id}",
            IsReplay = started.Repeated,
        });

    private static async Task<IResult> Get(ImportId id, IGrainFactory grains) =>
        await grains.Import(id).GetStatus() is { } status
            ? new Answer<ImportBody>(ImportBody.From(id, status))
            : OutcomeResults.NotFound;

    private static async Task<IResult> Pause(ImportId id, IGrainFactory grains)
    {
        var paused = await grains.Import(id).Pause(paused: true);
        return paused.Match(status => new Answer<ImportBody>(ImportBody.From(id, status)));
    }

    private static async Task<IResult> Resume(ImportId id, Intake imports)
    {
        var resumed = await imports.Resume(id);
        return resumed.Match(status => new Answer<ImportBody>(ImportBody.From(id, status)));
    }

    private static async Task<IResult> GetRows(
        ImportId id,
        string? status,
        string? cursor,
        int? limit,
        HttpResponse response,
        IGrainFactory grains,
        ServerKeys keys
    )
    {
        if (status is not (null or "failed"))
            return NoSuchStatus;
        if (limit is < 1 or > PageMax)
            return NoSuchLimit;
        if (Place(id, cursor, keys) is not { } after)
            return NoSuchCursor;
        if (await grains.Import(id).GetStatus() is null)
            return OutcomeResults.NotFound;

        var failed = await grains.Import(id).GetFailures(after, limit ?? PageDefault);
        var next = failed.Next is { } place ? Cursor(id, place, keys) : null;
        if (next is not null)
        {
            response.Headers.Link =
                $"</admin/v1/imports/{id}/rows?status=failed&limit={limit ?? PageDefault}"
                + $"&cursor={next}>; rel=\"next\"";
        }

        return new Answer<FailedRowsBody>(new(failed.Rows, new(next)));
    }

    private static string Cursor(ImportId id, FailurePlace place, ServerKeys keys)
    {
        var text = $"{place.Version}-{place.Rows}";
        return $"{text}-{keys.Sign($"{id} {text}")}";
    }

    private static FailurePlace? Place(ImportId id, string? cursor, ServerKeys keys)
    {
        if (cursor is null)
            return new FailurePlace();
        if (
            cursor.Split('-') is not [var version, var rows, _]
            || !long.TryParse(version, CultureInfo.InvariantCulture, out var at)
            || !int.TryParse(rows, CultureInfo.InvariantCulture, out var into)
        )
            return null;

        var place = new FailurePlace(at, into);
        return Cursor(id, place, keys) == cursor ? place : null;
    }

    private static Problem UnsupportedMediaType { get; } =
        new(415, "unsupported_media_type", "Send the rows as application/x-ndjson or text/csv.");

    private static Problem NotRequests { get; } =
        new(415, "unsupported_media_type", "Send the requests as application/x-ndjson.");

    private static Problem NoSuchStatus { get; } =
        new(422, "invalid_status", "The rows that can be listed are those with status=failed.");

    private static Problem NoSuchLimit { get; } =
        new(422, "invalid_limit", "A page has 1 to 1,000 rows.");

    private static Problem NoSuchCursor { get; } =
        new(400, "invalid_cursor", "Send the cursor of a page of this list.");
}
