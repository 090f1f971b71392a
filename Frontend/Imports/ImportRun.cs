using Commerce.Catalog;
using Commerce.Operators;

namespace Commerce.Imports;

/// <summary>
/// Takes one file in, many rows at once, and tells the import how far it is. What a run does again
/// after another died, it does to no effect.
/// </summary>
internal sealed class ImportRun(ImportId id, Operator by, IGrainFactory grains, IImportRows rows)
{
    /// <summary>Rows that are on their way at once.</summary>
    private const int WindowMax = 256;

    /// <summary>Lines after which the import is told.</summary>
    private const int ReportEvery = 256;

    private readonly Queue<(IReadOnlyList<string> Values, Task<RowResult> Result)> _window = new();
    private readonly Dictionary<string, Task> _latest = new(StringComparer.Ordinal);
    private ImportTally _tally = ImportTally.None;

    /// <summary>Goes on until the file ends or the import is paused; how it then stands.</summary>
    public async Task<ImportStatus> Run(Stream file, long after, CancellationToken cancellation)
    {
        try
        {
            return await Take(file, after, cancellation);
        }
        finally
        {
            // Where a run goes on after this one, no row of this one may come after its rows.
            if (!cancellation.IsCancellationRequested)
            {
                await Task.WhenAll(_window.Select(each => (Task)each.Result))
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<ImportStatus> Take(Stream file, long after, CancellationToken cancellation)
    {
        var import = grains.Import(id);
        var (reported, isPaused) = (after, false);
        await foreach (var line in RowReader.Read(file, cancellation))
        {
            if (line.Number <= after)
                continue;
            if (_window.Count == WindowMax)
                await Land();
            if (_tally.Counts.Lines == ReportEvery)
            {
                var told = await Report(import, reported);
                (reported, isPaused) = (told.Counts.Lines, told.IsPaused);
            }

            if (isPaused)
                break;

            Send(rows.Read(id, by, line), cancellation);
        }

        while (_window.Count > 0)
            await Land();
        var status = await Report(import, reported);
        if (isPaused)
            return status;

        var finished = await import.Finish();
        return finished.IsAccepted ? finished.Value : status;
    }

    /// <summary>Rows that are about the same follow each other as in the file.</summary>
    private void Send(ImportRow? row, CancellationToken cancellation)
    {
        if (row is null)
        {
            _window.Enqueue(([], Task.FromResult(new RowResult(default, Failed: null))));
            return;
        }

        var before = row.Values.Select(value => _latest.GetValueOrDefault(value)).OfType<Task>();
        var result = Take(row, Task.WhenAll(before), cancellation);
        foreach (var value in row.Values)
            _latest[value] = result;
        _window.Enqueue((row.Values, result));
    }

    private static async Task<RowResult> Take(
        ImportRow row,
        Task before,
        CancellationToken cancellation
    )
    {
        await before;
        return await row.Take(cancellation);
    }

    private async Task Land()
    {
        var (values, result) = _window.Dequeue();
        _tally = _tally.Add(await result);
        foreach (var value in values)
        {
            if (_latest.GetValueOrDefault(value) == result)
                _latest.Remove(value);
        }
    }

    private async Task<ImportStatus> Report(IImportGrain import, long reported)
    {
        var told = await import.Progress(reported, _tally.Counts, _tally.Failures);
        _tally = ImportTally.None;
        if (!told.IsAccepted)
            throw new InvalidOperationException("Something else works at the same import.");

        return told.Value;
    }
}
