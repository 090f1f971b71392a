using System.Collections.Immutable;
using Commerce.EventSourcing;

namespace Commerce.Catalog;

[GrainType("import")]
public sealed class ImportGrain(AggregateRuntime runtime)
    : AggregateGrain<Import, ImportEvent>(runtime),
        IImportGrain
{
    protected override SnapshotFormat<Import> SnapshotFormat { get; } =
        new(ImportJson.Default.Import, Fold: 1, Size: _ => 1);

    public Task<Outcome<ImportStarted>> Start(
        string name,
        string request,
        long total,
        RowKind of,
        string by
    ) => Transact((import, now) => import.Start(name, request, total, of, by, now));

    public Task<Outcome<ImportStatus>> Progress(
        long after,
        ImportCounts counts,
        ImmutableArray<FailedRow> failures
    ) => Settle((import, now) => import.Progress(after, counts, failures, now));

    public Task<Outcome<ImportStatus>> Finish() => Settle((import, now) => import.Finish(now));

    public Task<Outcome<ImportStatus>> Pause(bool paused) =>
        Transact((import, now) => import.Pause(paused, now));

    public Task<ImportStatus?> GetStatus() => Task.FromResult(State.Status);

    public async Task<FailedRows> GetFailures(FailurePlace after, int limit)
    {
        // One more than is asked for tells whether more follow.
        var rows = ImmutableArray.CreateBuilder<FailedRow>();
        var place = after;
        await foreach (var (happened, recorded) in History(long.Max(0, after.Version - 1)))
        {
            var failed = happened is ImportEvent.RowsFailed e ? e.Rows : [];
            for (var i = recorded.Version == after.Version ? after.Rows : 0; i < failed.Length; i++)
            {
                if (rows.Count == limit)
                    return new(rows.DrainToImmutable(), place);

                rows.Add(failed[i]);
                place = new(recorded.Version, i + 1);
            }
        }

        return new(rows.DrainToImmutable(), Next: null);
    }
}
