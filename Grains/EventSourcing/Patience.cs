namespace Commerce.EventSourcing;

/// <summary>Waiting that ends.</summary>
public static class Patience
{
    private const ConfigureAwaitOptions InTurn =
        ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing;

    /// <summary>
    /// Waits until the task has ended, however, or the time is up. Leaves no timer behind: a
    /// checkout waits several times for what comes in milliseconds.
    /// </summary>
    public static async Task EndsWithin(
        this Task task,
        TimeSpan patience,
        TimeProvider time,
        CancellationToken cancellation = default
    ) => await task.WaitAsync(patience, time, cancellation).ConfigureAwait(InTurn);
}
