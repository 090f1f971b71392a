using Commerce.Catalog;
using Commerce.Http;

namespace Commerce.Imports;

/// <summary>How an import stands.</summary>
/// <param name="Of">What its rows are: <c>products</c> or <c>requests</c>.</param>
/// <param name="State"><c>running</c>, <c>paused</c> or <c>finished</c>.</param>
/// <param name="Lines">Lines of the file that have been dealt with, of the total.</param>
internal sealed record ImportBody(
    ImportId Id,
    string Name,
    string Of,
    string State,
    long Lines,
    long Total,
    long Created,
    long Changed,
    long Unchanged,
    long Failed,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt
)
{
    public static ImportBody From(ImportId id, ImportStatus status) =>
        new(
            id,
            status.Name,
            status.Of is RowKind.Requests ? "requests" : "products",
            status.FinishedAt is not null ? "finished"
                : status.IsPaused ? "paused"
                : "running",
            status.Counts.Lines,
            status.Total,
            status.Counts.Created,
            status.Counts.Changed,
            status.Counts.Unchanged,
            status.Counts.Failed,
            status.StartedAt,
            status.FinishedAt
        );
}

internal sealed record FailedRowsBody(IReadOnlyList<FailedRow> Data, PagePlace Page);
