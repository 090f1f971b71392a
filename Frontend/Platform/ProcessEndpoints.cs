using System.Text.Json.Serialization;
using Commerce.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.Platform;

/// <summary>
/// Orders and payments that are not at rest, and a push for those that are stuck.
/// </summary>
internal static class ProcessEndpoints
{
    private static Problem NoSuchState { get; } =
        new(
            StatusCodes.Status422UnprocessableEntity,
            "invalid_state",
            "A process is running, waiting or stuck."
        );

    public static void MapProcesses(this IEndpointRouteBuilder routes)
    {
        var processes = routes.MapGroup("/admin/v1/processes").WithTags("Platform");

        processes
            .MapGet("", Get)
            .RequireScope("ops:read")
            .Means("listProcesses", "What is not at rest: running, waiting or stuck, and why.")
            .Answers<PageBody<ProcessBody>>(200)
            .AnswersOnly(304)
            .Refuses(422, "invalid_state");
        processes
            .MapPost("/{id}/retry", Retry)
            .RequireScope("ops:write")
            .Means("retryProcess", "Lets a process go on now; 202 while it is not at rest.")
            .Answers<StandingBody>(200, 202)
            .Waits()
            .Refuses(404, "not_found");
    }

    private static async Task<IResult> Get(
        string? state,
        [AsParameters] PageRequest page,
        IGrainFactory grains,
        TimeProvider time,
        IOptions<JsonOptions> json
    )
    {
        if (!ProcessList.IsState(state))
            return NoSuchState;

        return await page.Read(
            $"processes/{state}",
            async (limit, after) =>
            {
                var read = await ProcessList.Read(grains, state, limit, after, time.GetUtcNow());
                return read.Match(list => new PageAnswer(
                    PageAnswer.Json(list.Processes, json.Value.SerializerOptions)
                )
                {
                    Next = page.Sign($"processes/{state}", list.Next),
                });
            }
        );
    }

    private static async Task<IResult> Retry(string id, HttpRequest http, IGrainFactory grains)
    {
        if (grains.Process(id) is not { } process)
            return ProcessRejections.NotFound.ToProblem();

        var retried = await process.Retry(http.Wait());
        return retried.Match(standing => new Answer<StandingBody>(
            new(id, standing.NextTry is null, standing.NextTry, standing.Version),
            standing.NextTry is null ? StatusCodes.Status200OK : StatusCodes.Status202Accepted
        ));
    }
}

/// <param name="Due">When its step should be done; one that runs later is stuck.</param>
/// <param name="NextTry">When it goes on by itself; missing if it needs somebody.</param>
public sealed record ProcessBody(
    string Id,
    string Type,
    string State,
    string Step,
    DateTimeOffset Since,
    DateTimeOffset Due,
    long Version,
    string? Why = null,
    DateTimeOffset? NextTry = null,
    int? Tries = null,
    string? Order = null
);

internal sealed record StandingBody(string Id, bool AtRest, DateTimeOffset? NextTry, long Version);

[JsonSerializable(typeof(ProcessBody))]
[JsonSerializable(typeof(StandingBody))]
internal sealed partial class ProcessHttpJson : JsonSerializerContext;

/// <summary>Rows of views as they are kept: read as stored, and so tolerantly.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProcessBody))]
internal sealed partial class ProcessRowsJson : JsonSerializerContext;
