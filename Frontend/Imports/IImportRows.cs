using Commerce.Catalog;
using Commerce.Operators;

namespace Commerce.Imports;

/// <summary>What the lines of a kind of file are.</summary>
internal interface IImportRows
{
    /// <summary>Reads a line as strictly as a request; <c>null</c> if it is blank.</summary>
    /// <param name="import">Whose line it is.</param>
    /// <param name="by">Who sent the file.</param>
    /// <param name="line">Valid only until this returns.</param>
    ImportRow? Read(ImportId import, Operator by, RawLine line);
}

/// <summary>A row on its way.</summary>
/// <param name="Values">What it is about: rows that share one keep the order of the file.</param>
/// <param name="Take">Takes it. What was taken before is taken again to no effect.</param>
internal sealed record ImportRow(
    IReadOnlyList<string> Values,
    Func<CancellationToken, Task<RowResult>> Take
)
{
    /// <summary>A row that cannot be taken.</summary>
    public static ImportRow Refused(FailedRow failed) =>
        new([], _ => Task.FromResult(new RowResult(default, failed)));
}
