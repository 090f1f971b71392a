using System.Text.Json;

namespace Commerce.Platform;

/// <summary>A page of processes, the first due first.</summary>
internal sealed record ProcessList(IReadOnlyList<ProcessBody> Processes, string? Next)
{
    private const string Stuck = "stuck";

    public static bool IsState(string? state) => state is null or "running" or "waiting" or Stuck;

    /// <summary>
    /// Of one state, or all. Stuck is what runs and should be done by now: as the list is in the
    /// order of that, it ends at the first that has time left.
    /// </summary>
    public static async Task<Outcome<ProcessList>> Read(
        IGrainFactory grains,
        string? state,
        int limit,
        string? after,
        DateTimeOffset now
    )
    {
        var list =
            state is null ? "all"
            : state is Stuck ? "state/running"
            : $"state/{state}";
        var page = await grains.View("processes").GetPage(list, limit, after);
        if (!page.IsAccepted)
            return page.Rejection;

        var rows = page.Value.Rows.Select(row =>
            JsonSerializer.Deserialize(row.Span, ProcessRowsJson.Default.ProcessBody)!
        );
        var all = rows.Select(each => IsStuck(each, now) ? each with { State = Stuck } : each)
            .ToList();
        if (state is not Stuck)
            return new ProcessList(all, page.Value.Next);

        var stuck = all.TakeWhile(each => each.State is Stuck).ToList();
        return new ProcessList(stuck, stuck.Count < all.Count ? null : page.Value.Next);
    }

    private static bool IsStuck(ProcessBody process, DateTimeOffset now) =>
        process.State is "running" && process.Due <= now;
}
