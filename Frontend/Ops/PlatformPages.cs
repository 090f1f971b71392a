using Commerce.Http;
using Commerce.Platform;
using Commerce.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Commerce.Ops;

/// <summary>How the store is doing: what is stuck, whether it adds up, what happens.</summary>
internal static class PlatformPages
{
    /// <summary>What the forms on these pages need.</summary>
    public const string Write = "ops:write";

    public static void MapPlatformPages(this IEndpointRouteBuilder ops)
    {
        var seen = ops.MapGroup("").ForOperators("ops:read");
        seen.MapGet("/processes", GetProcesses);
        seen.MapGet(
            "/integrity",
            async Task<IResult> (IGrainFactory grains) =>
                new RazorComponentResult<IntegrityPage>(
                    new { Report = await grains.Integrity().Report() }
                )
        );
        seen.MapGet("/events", GetEvents);
        seen.MapGet("/audit", GetAudit);
        seen.MapGet(
            "/dead-letters",
            (string? cursor, string? done, IGrainFactory grains, ServerKeys keys) =>
                ShowLetters(grains, keys, cursor, done)
        );
        var done = ops.MapGroup("").ForOperators(Write);
        done.MapPost("/processes/{id}/retry", Retry);
        done.MapPost("/dead-letters/{id}/redeliver", Redeliver);
    }

    private static async Task<IResult> GetProcesses(
        string? state,
        string? cursor,
        string? done,
        IGrainFactory grains,
        ServerKeys keys,
        TimeProvider time
    )
    {
        // Who asks for nothing in particular is shown what needs them.
        var wanted = state ?? "stuck";
        var list = wanted.Length == 0 ? null : wanted;
        if (!ProcessList.IsState(list))
            return OutcomeResults.NotFound;
        if (!OpsPage.TryMark(keys, $"ops/processes/{list}", cursor, out var after))
            return SignedMark.Invalid;

        var page = await ProcessList.Read(grains, list, OpsPage.Rows, after, time.GetUtcNow());
        return page.Match(read => new RazorComponentResult<ProcessesPage>(
            new
            {
                read.Processes,
                State = list,
                IsFirst = after is null,
                Next = read.Next is { } next
                    ? $"/ops/processes?state={list}&cursor="
                        + SignedMark.Write(keys, $"ops/processes/{list}", next)
                    : null,
                Done = done switch
                {
                    "rests" => "Tried again: it is at rest now.",
                    "goes-on" => "Tried again: it is not at rest yet.",
                    _ => null,
                },
            }
        ));
    }

    private static async Task<IResult> Retry(string id, IGrainFactory grains)
    {
        if (grains.Process(id) is not { } process)
            return ProcessRejections.NotFound.ToProblem();

        var retried = await process.Retry(OpsPage.Patience);
        return retried.Match(standing =>
            OpsPage.See($"/ops/processes?done={(standing.NextTry is null ? "rests" : "goes-on")}")
        );
    }

    private static async Task<IResult> GetEvents(
        string? stream,
        long? after,
        bool? follow,
        IGrainFactory grains
    )
    {
        if (string.IsNullOrWhiteSpace(stream))
        {
            var newest = await grains.Log().ReadNewest(OpsPage.Rows);
            return new RazorComponentResult<EventsPage>(
                new { Events = newest.Events.Reverse().ToList(), IsFollowed = follow is true }
            );
        }

        // One more than is shown tells whether there are more.
        var wanted = stream.Trim();
        var events = await grains
            .Log()
            .ReadStream(wanted, long.Max(0, after ?? 0), OpsPage.Rows + 1);
        var shown = events.Take(OpsPage.Rows).ToList();
        return new RazorComponentResult<EventsPage>(
            new
            {
                Events = shown,
                Stream = wanted,
                IsFirst = after is null,
                Next = events.Length > shown.Count
                    ? $"{OpsPage.ToEvents(wanted)}&after={shown[^1].Version}"
                    : null,
            }
        );
    }

    private static async Task<IResult> GetAudit(long? before, IGrainFactory grains)
    {
        var records = await grains.Audit().GetPage(before, OpsPage.Rows);
        return new RazorComponentResult<AuditPage>(
            new
            {
                Check = await grains.Audit().Check(),
                Records = records,
                IsFirst = before is null,
                Next = records is [.., { Number: > 1 and var last }]
                    ? $"/ops/audit?before={last}"
                    : null,
            }
        );
    }

    private static async Task<IResult> ShowLetters(
        IGrainFactory grains,
        ServerKeys keys,
        string? cursor,
        string? done = null,
        Problem? problem = null
    )
    {
        if (!OpsPage.TryMark(keys, "ops/dead-letters", cursor, out var after))
            return SignedMark.Invalid;

        var page = await grains.DeadLetters().GetPage(OpsPage.Rows, after);
        return new RazorComponentResult<DeadLettersPage>(
            new
            {
                page.Letters,
                IsFirst = after is null,
                Next = page.Next is { } next
                    ? "/ops/dead-letters?cursor=" + SignedMark.Write(keys, "ops/dead-letters", next)
                    : null,
                Done = done is null ? null : "Delivered.",
                Problem = problem?.Detail,
            }
        )
        {
            StatusCode = problem?.Status ?? StatusCodes.Status200OK,
        };
    }

    private static async Task<IResult> Redeliver(
        DeadLetterId id,
        IGrainFactory grains,
        ServerKeys keys
    )
    {
        var delivered = await grains.DeadLetters().Redeliver(id.View, id.Position);
        return delivered.IsAccepted
            ? OpsPage.See("/ops/dead-letters?done=delivered")
            : await ShowLetters(
                grains,
                keys,
                cursor: null,
                problem: delivered.Rejection.ToProblem()
            );
    }
}
