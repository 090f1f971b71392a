namespace Commerce.Http;

/// <summary>How long an answer goes on that is told live.</summary>
internal static class LiveAnswer
{
    /// <summary>
    /// Whoever watches longer comes back by themselves, and is let in anew or not: what they may
    /// see may have changed.
    /// </summary>
    private static readonly TimeSpan LastsMax = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Ends with the watcher, with this process, or when it has lasted long enough.
    /// </summary>
    public static CancellationTokenSource End(HttpContext http, Departure departure)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(
            http.RequestAborted,
            departure.Begun
        );
        end.CancelAfter(LastsMax);
        return end;
    }
}
