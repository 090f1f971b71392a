using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.Catalog;

/// <summary>Runs the imports, one after another, and those first that a stop has interrupted.</summary>
internal sealed partial class ImportRunner(
    Imports imports,
    Spool spool,
    IGrainFactory grains,
    MerchantCatalog catalog,
    IHostApplicationLifetime host,
    TimeProvider time,
    IOptions<JsonOptions> json,
    ILogger<ImportRunner> log
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private IReadOnlyList<ImportId> _interrupted = [];

    /// <summary>What is here before any request comes was here when the process died.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        spool.Sweep();
        _interrupted = spool.Files();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Started(stoppingToken);
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

    private async Task Started(CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stopping);
    }

    /// <summary>
    /// Whether the import has ended. One that something went wrong with goes on where it was last
    /// told of.
    /// </summary>
    private async Task<bool> Run(ImportId id, CancellationToken stopping)
    {
        try
        {
            if (await grains.Import(id).GetStatus() is { FinishedAt: null } status)
            {
                await using var file = spool.Open(id);
                var run = new ImportRun(id, grains, catalog, time, json.Value.SerializerOptions);
                await run.Run(file, status.Counts.Lines, stopping);
            }

            spool.Delete(id);
            return true;
        }
#pragma warning disable CA1031 // The edge of the process: whatever failed, the import goes on later.
        catch (Exception e) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Interrupted(log, id.Value, e);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "Import {Id} was interrupted and goes on soon.")]
    private static partial void Interrupted(ILogger log, string id, Exception e);
}
