using System.Collections.Concurrent;
using Commerce.Catalog;
using Commerce.Http;
using Commerce.Operators;

namespace Commerce.Imports;

/// <summary>Runs imports one after another, and first those that a stop interrupted.</summary>
internal sealed partial class ImportRunner(
    Intake imports,
    Spool spool,
    IGrainFactory grains,
    ProductRows products,
    RequestRows requests,
    IHostApplicationLifetime host,
    TimeProvider time,
    ILogger<ImportRunner> log
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Those that were paused: somebody may let them go on by asking another process.
    /// </summary>
    private readonly ConcurrentQueue<ImportId> _resting = new();

    private IReadOnlyList<ImportId> _interrupted = [];

    /// <summary>What is here before any request comes was here when the process died.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        spool.Sweep();
        _interrupted = spool.Files();
        return base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(RunAll(stoppingToken), LookAfterResting(stoppingToken));

    private async Task LookAfterResting(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            while (_resting.TryDequeue(out var id))
                imports.GoOn(id);
        }
    }

    private async Task RunAll(CancellationToken stoppingToken)
    {
        await host.Started(stoppingToken);
        foreach (var id in _interrupted)
        {
            await imports.Recover(id, stoppingToken);
        }

        await foreach (var id in imports.Waiting.ReadAllAsync(stoppingToken))
        {
            while (!await Run(id, stoppingToken))
            {
                await Task.Delay(Pause, time, stoppingToken);
            }
        }
    }

    /// <summary>
    /// Whether the import has ended or rests. One that something went wrong with goes on where it
    /// was last told of.
    /// </summary>
    private async Task<bool> Run(ImportId id, CancellationToken stopping)
    {
        try
        {
            if (!spool.Has(id))
                return true;

            var status = await grains.Import(id).GetStatus();
            if (status is { FinishedAt: null, IsPaused: false })
            {
                await using var file = spool.Open(id);
                IImportRows rows = status.Of is RowKind.Requests ? requests : products;
                var run = new ImportRun(id, Operator.Parse(status.By), grains, rows);
                status = await run.Run(file, status.Counts.Lines, stopping);
            }

            if (status is not { FinishedAt: null })
                spool.Delete(id);
            else if (!_resting.Contains(id))
                _resting.Enqueue(id);
            return true;
        }
#pragma warning disable CA1031 // The edge of the process: the import goes on later.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!stopping.IsCancellationRequested)
            {
                Interrupted(log, id.Value, e);
            }

            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "Import {Id} was interrupted and goes on soon.")]
    private static partial void Interrupted(ILogger log, string id, Exception e);
}
