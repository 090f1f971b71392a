using System.Collections.Immutable;

namespace Commerce.Catalog;

/// <summary>One file of products, and how far it has been taken into the catalogue.</summary>
[Alias("commerce.catalog.import")]
public interface IImportGrain : IGrainWithStringKey
{
    /// <summary>
    /// Begins the import of a file that is safely here. Asked again it is told how it stands, or
    /// rejected with <c>idempotency_key_reused</c> if it is about another file.
    /// </summary>
    /// <param name="name">What people call it, at most 256 characters.</param>
    /// <param name="request">What was asked for, as a hash.</param>
    /// <param name="total">How many lines the file has.</param>
    /// <param name="of">What its rows are.</param>
    /// <param name="by">Who sent it, and as whom its requests are made.</param>
    [Alias("start")]
    Task<Outcome<ImportStarted>> Start(
        string name,
        string request,
        long total,
        RowKind of,
        string by
    );

    /// <summary>
    /// Keeps what became of the lines after <paramref name="after"/>. Rejected with
    /// <c>precondition_failed</c> if that is not how far the import is: another works at it.
    /// </summary>
    [Alias("progress")]
    Task<Outcome<ImportStatus>> Progress(
        long after,
        ImportCounts counts,
        ImmutableArray<FailedRow> failures
    );

    /// <summary>All lines have been dealt with.</summary>
    [Alias("finish")]
    Task<Outcome<ImportStatus>> Finish();

    /// <summary>
    /// Lets it rest, or go on. Rejected with <c>not_found</c>, and with <c>import_finished</c>.
    /// </summary>
    [Alias("pause")]
    Task<Outcome<ImportStatus>> Pause(bool paused);

    /// <summary>How it stands, as journalled; <c>null</c> if it was never started.</summary>
    [Alias("status")]
    Task<ImportStatus?> GetStatus();

    /// <summary>The rows that failed, in the order of their lines.</summary>
    /// <param name="after">Where the last page ended; default for the first.</param>
    /// <param name="limit">1 to 1,000.</param>
    [Alias("failures")]
    Task<FailedRows> GetFailures(FailurePlace after, int limit);
}

/// <summary>How an import stands.</summary>
/// <param name="Total">How many lines the file has.</param>
/// <param name="Counts">What became of those that were dealt with.</param>
/// <param name="By">Who sent it; not known of old ones, which were sent with the operators'
/// key.</param>
[GenerateSerializer, Immutable, Alias("commerce.catalog.import-status")]
public sealed record ImportStatus(
    string Name,
    long Total,
    ImportCounts Counts,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    bool IsPaused = false,
    RowKind Of = RowKind.Products,
    string? By = null
);

/// <summary>What the rows of a file are.</summary>
[GenerateSerializer, Alias("commerce.catalog.row-kind")]
public enum RowKind
{
    /// <summary>Products with their stock, by the merchant's key.</summary>
    Products = 1,

    /// <summary>Requests of an operator.</summary>
    Requests = 2,
}

/// <summary>What became of the lines of a file.</summary>
/// <param name="Lines">All of them, those without a row included.</param>
[GenerateSerializer, Immutable, Alias("commerce.catalog.import-counts")]
public readonly record struct ImportCounts(
    long Lines,
    long Created,
    long Changed,
    long Unchanged,
    long Failed
)
{
    public static ImportCounts operator +(ImportCounts left, ImportCounts right) =>
        new(
            left.Lines + right.Lines,
            left.Created + right.Created,
            left.Changed + right.Changed,
            left.Unchanged + right.Unchanged,
            left.Failed + right.Failed
        );
}

/// <param name="Repeated">Whether it was started before.</param>
[GenerateSerializer, Immutable, Alias("commerce.catalog.import-started")]
public sealed record ImportStarted(ImportStatus Status, bool Repeated);

/// <summary>A row that could not be taken, and why.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Key">The merchant's key, where the row has a legible one.</param>
/// <param name="Code">As the answer to a request of its own would have had it.</param>
/// <param name="Pointer">Into the row.</param>
[GenerateSerializer, Immutable, Alias("commerce.catalog.failed-row")]
public sealed record FailedRow(
    long Line,
    string? Key,
    string Code,
    string Detail,
    string? Pointer = null
);

/// <summary>A page of failed rows.</summary>
/// <param name="Next">Where it ends, if more follow.</param>
[GenerateSerializer, Immutable, Alias("commerce.catalog.failed-rows")]
public sealed record FailedRows(ImmutableArray<FailedRow> Rows, FailurePlace? Next);

/// <summary>A place among the failures: so many rows into what one event tells.</summary>
[GenerateSerializer, Immutable, Alias("commerce.catalog.failure-place")]
public readonly record struct FailurePlace(long Version, int Rows);
