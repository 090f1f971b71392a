using System.Collections.Immutable;
using System.Diagnostics;
using Commerce.EventSourcing;
using static Commerce.Catalog.ImportEvent;

namespace Commerce.Catalog;

/// <summary>A file of products on its way into the catalogue.</summary>
public sealed record Import(ImportStatus? Status, string Request) : IAggregate<Import, ImportEvent>
{
    public const int NameLengthMax = 256;

    /// <summary>Rows that one event tells of: as long as they may be, they fit into it.</summary>
    public const int FailuresMax = 16;

    public static Import Initial { get; } = new(Status: null, "");

    public Decision<ImportStarted, ImportEvent> Start(
        string name,
        string request,
        long total,
        RowKind of,
        string by,
        DateTimeOffset now
    )
    {
        if (Status is not null && Request != request)
            return Rejections.KeyReused;
        if (Status is not null)
            return new ImportStarted(Status, Repeated: true);
        if (name.Length > NameLengthMax)
            return CatalogRejections.ImportNameTooLong;

        var started = new Started(name, request, total, of is RowKind.Products ? null : of, by);
        return (new(Evolve(started, now).Status!, Repeated: false), started);
    }

    public Decision<ImportStatus, ImportEvent> Progress(
        long after,
        ImportCounts counts,
        ImmutableArray<FailedRow> failures,
        DateTimeOffset now
    )
    {
        if (Status is null)
            return CatalogRejections.NotFound;
        if (Status.FinishedAt is not null || Status.Counts.Lines != after)
            return Rejections.Stale;

        var progressed = new Progressed(
            counts.Lines,
            counts.Created,
            counts.Changed,
            counts.Unchanged,
            counts.Failed
        );
        return new(
            Evolve(progressed, now).Status!,
            [.. failures.Chunk(FailuresMax).Select(rows => new RowsFailed([.. rows])), progressed]
        );
    }

    public Decision<ImportStatus, ImportEvent> Finish(DateTimeOffset now)
    {
        if (Status is null)
            return CatalogRejections.NotFound;
        if (Status.FinishedAt is not null)
            return Status;

        var finished = new Finished();
        return (Evolve(finished, now).Status!, finished);
    }

    public Decision<ImportStatus, ImportEvent> Pause(bool paused, DateTimeOffset now)
    {
        if (Status is null)
            return CatalogRejections.NotFound;
        if (Status.FinishedAt is not null)
            return CatalogRejections.ImportFinished;
        if (Status.IsPaused == paused)
            return Status;

        ImportEvent happened = paused ? new Paused() : new Resumed();
        return (Evolve(happened, now).Status!, happened);
    }

    public Import Evolve(ImportEvent happened, DateTimeOffset at) =>
        happened switch
        {
            Started e => new(
                new(
                    e.Name,
                    e.Total,
                    default,
                    at,
                    FinishedAt: null,
                    Of: e.Of ?? RowKind.Products,
                    By: e.By
                ),
                e.Request
            ),
            RowsFailed => this,
            Progressed e => this with
            {
                Status = Status! with
                {
                    Counts =
                        Status.Counts
                        + new ImportCounts(e.Lines, e.Created, e.Changed, e.Unchanged, e.Failed),
                },
            },
            Paused => this with { Status = Status! with { IsPaused = true } },
            Resumed => this with { Status = Status! with { IsPaused = false } },
            Finished => this with { Status = Status! with { FinishedAt = at } },
            _ => throw new UnreachableException($"No such import event: {happened}"),
        };
}
