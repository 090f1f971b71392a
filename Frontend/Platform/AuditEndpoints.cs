using System.Globalization;
using System.Text.Json.Serialization;
using Commerce.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.Platform;

/// <summary>What operators did, newest first, and whether anybody changed that since.</summary>
internal static class AuditEndpoints
{
    private const string List = "audit";

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/admin/v1/audit").WithTags("Platform");

        audit
            .MapGet("", Get)
            .RequireScope("ops:read")
            .Means("listAudit", "What operators did, the newest first.")
            .Answers<PageBody<AuditBody>>(200)
            .AnswersOnly(304);
        audit
            .MapGet("/check", Check)
            .RequireScope("ops:read")
            .Means("checkAudit", "Whether anybody changed what operators did.")
            .Answers<AuditCheckBody>(200);
    }

    private static Task<IResult> Get(
        [AsParameters] PageRequest page,
        IGrainFactory grains,
        IOptions<JsonOptions> json
    ) =>
        page.Read(
            List,
            async (limit, mark) =>
            {
                var before = mark is null
                    ? null
                    : (long?)long.Parse(mark, CultureInfo.InvariantCulture);
                var records = await grains.Audit().GetPage(before, limit);
                return new PageAnswer(
                    PageAnswer.Json(records.Select(AuditBody.From), json.Value.SerializerOptions)
                )
                {
                    Next = page.Sign(
                        List,
                        records is [.., { Number: > 1 and var last }] ? $"{last}" : null
                    ),
                };
            }
        );

    private static async Task<IResult> Check(IGrainFactory grains)
    {
        var check = await grains.Audit().Check();
        return new Answer<AuditCheckBody>(
            new(check.Entries, check.Broken is null, check.Broken, check.Hash)
        );
    }
}

internal sealed record AuditBody(
    long Number,
    DateTimeOffset Time,
    string Who,
    string Method,
    string Path,
    int Status,
    string? Code,
    string RequestId,
    string Hash
)
{
    public static AuditBody From(AuditRecord record) =>
        new(
            record.Number,
            record.At,
            record.Entry.Who,
            record.Entry.Method,
            record.Entry.Path,
            record.Entry.Status,
            record.Entry.Code,
            record.Entry.Request,
            record.Hash
        );
}

/// <param name="Broken">The first entry that is not as it was noted.</param>
internal sealed record AuditCheckBody(long Entries, bool Intact, long? Broken, string Hash);

[JsonSerializable(typeof(AuditBody))]
[JsonSerializable(typeof(AuditCheckBody))]
internal sealed partial class AuditHttpJson : JsonSerializerContext;
