using System.Collections.Immutable;
using Commerce.Catalog;

namespace Commerce.Imports;

/// <summary>What became of a line; neither changed nor failed where it has no row.</summary>
internal readonly record struct RowResult(ProductChange Change, FailedRow? Failed);

/// <summary>What became of the lines since the import was told last.</summary>
internal readonly record struct ImportTally(ImportCounts Counts, ImmutableArray<FailedRow> Failures)
{
    public static ImportTally None { get; } = new(default, []);

    public ImportTally Add(RowResult result) =>
        new(
            Counts
                + new ImportCounts(
                    Lines: 1,
                    Created: result.Change is ProductChange.Created ? 1 : 0,
                    Changed: result.Change is ProductChange.Changed ? 1 : 0,
                    Unchanged: result.Change is ProductChange.Unchanged ? 1 : 0,
                    Failed: result.Failed is not null ? 1 : 0
                ),
            result.Failed is { } failed ? Failures.Add(failed) : Failures
        );
}
