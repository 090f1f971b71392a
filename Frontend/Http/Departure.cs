namespace Commerce.Http;

/// <summary>
/// Says that the process is about to stop some time before it takes no more requests, so that who
/// hands it requests may hear of it first.
/// </summary>
internal sealed class Departure(IConfiguration settings, TimeProvider time)
    : IHostedLifecycleService,
        IDisposable
{
    private readonly TimeSpan _notice = TimeSpan.FromMilliseconds(
        Settings.Count(settings, "NoticeMilliseconds", otherwise: 0)
    );
    private readonly CancellationTokenSource _begun = new();

    public bool HasBegun => _begun.IsCancellationRequested;

    /// <summary>Ends what is live: whoever watches comes back, to somebody who stays.</summary>
    public CancellationToken Begun => _begun.Token;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _begun.CancelAsync();
        await Task.Delay(_notice, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _begun.Dispose();
}
