namespace Commerce.Http;

internal static class HostStart
{
    /// <summary>Completes when the host has started, and grains can be called.</summary>
    public static async Task Started(
        this IHostApplicationLifetime host,
        CancellationToken cancellation
    )
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var told = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation);
    }
}
