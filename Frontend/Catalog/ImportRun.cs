using System.Text.Json;
using Commerce.Inventory;
using Orleans.Core.Internal;

namespace Commerce.Catalog;

/// <summary>
/// Takes one file into the catalogue, many rows at once, and tells the import how far it is. What a
/// run does again after another died, it does to no effect.
/// </summary>
internal sealed class ImportRun(
    ImportId id,
    IGrainFactory grains,
    MerchantCatalog catalog,
    TimeProvider time,
    JsonSerializerOptions json
)
{
    /// <summary>Rows that are on their way at once.</summary>
    private const int WindowMax = 256;

    /// <summary>Lines after which the import is told.</summary>
    private const int ReportEvery = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Queue<(string[] Values, Task<RowResult> Result)> _window = new();
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

            Send(Row.Read(line, json), cancellation);
        }

        while (_window.Count > 0)
            await Land();
        var status = await Report(import, reported);
        if (isPaused)
            return status;

        var finished = await import.Finish();
        return finished.IsAccepted ? finished.Value : status;
    }

    /// <summary>Rows that want one key, slug or SKU follow each other as in the file.</summary>
    private void Send(Row? row, CancellationToken cancellation)
    {
        if (row?.Product is not { } product || row.Document is null)
        {
            _window.Enqueue(([], Task.FromResult(new RowResult(default, row?.Failed))));
            return;
        }

        var values = ValuesOf(product);
        var before = values.Select(value => _latest.GetValueOrDefault(value)).OfType<Task>();
        var result = Apply(Task.WhenAll(before), row, product, cancellation);
        foreach (var value in values)
            _latest[value] = result;
        _window.Enqueue((values, result));
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

    private static string[] ValuesOf(ProductRow product) =>
        [
            $"{CatalogClaims.ProductKey}/{product.Key}",
            $"{CatalogClaims.Slug}/{product.Slug}",
            .. product.Variants.Select(each => $"{CatalogClaims.Sku}/{each.Sku}"),
        ];

    private async Task<ImportStatus> Report(IImportGrain import, long reported)
    {
        var told = await import.Progress(reported, _tally.Counts, _tally.Failures);
        _tally = ImportTally.None;
        if (!told.IsAccepted)
            throw new InvalidOperationException("Something else works at the same import.");

        return told.Value;
    }

    private async Task<RowResult> Apply(
        Task before,
        Row row,
        ProductRow product,
        CancellationToken cancellation
    )
    {
        await before;
        var written = await Insist(
            () =>
                catalog.PutByKey(
                    product.Key,
                    row.Document!,
                    product.Published,
                    default,
                    operation: $"{id}/{row.Line}"
                ),
            cancellation
        );
        if (!written.IsAccepted)
            return new(default, Row.Say(row.Line, product.Key, written.Rejection));

        await Retire(grains.Product(written.Value.Product.Id));
        var counts = product.Variants.Where(each => each.Stock is not null);
        var counted = await Task.WhenAll(
            counts.Select(each =>
                Insist(() => Count(row.Line, each.Sku, each.Stock!.Value), cancellation)
            )
        );
        return counted.FirstOrDefault(each => !each.IsAccepted) is { Rejection: { } rejection }
            ? new(default, Row.Say(row.Line, product.Key, rejection))
            : new(written.Value.Change, Failed: null);
    }

    private async Task<Outcome<Movement>> Count(long line, Sku sku, long found)
    {
        var key = new MovementKey(
            $"{id}/{line}/{sku}",
            $"{found}",
            new(time.GetUtcNow() + Patience)
        );
        var stock = grains.Stock(sku);
        var counted = await stock.Count(key, found, from: null, "import");
        await Retire(stock);
        return counted;
    }

    /// <summary>Lets a grain go: of a large file nobody wants every product in memory.</summary>
    private static ValueTask Retire(IAddressable grain) =>
        grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle();

    /// <summary>An import can wait until there is room for it again.</summary>
    private async Task<Outcome<T>> Insist<T>(
        Func<Task<Outcome<T>>> ask,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            var answer = await ask();
            if (answer.Rejection is not { Kind: RejectionKind.Unavailable })
                return answer;

            await Task.Delay(Pause, time, cancellation);
        }
    }
}
