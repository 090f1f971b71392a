using System.Diagnostics;

namespace Commerce.Backups;

/// <summary>
/// Keeps to so many bytes a second, each of which is soon on the disk: commits wait for the same
/// disk, and for whatever lies before them in its queue.
/// </summary>
internal sealed class Pace
{
    /// <summary>Bytes a second.</summary>
    private const long RateMax = 64L << 20;

    private readonly long _begun = Stopwatch.GetTimestamp();
    private long _bytes;

    public async Task Note(long bytes)
    {
        _bytes += bytes;
        var ahead =
            TimeSpan.FromSeconds((double)_bytes / RateMax) - Stopwatch.GetElapsedTime(_begun);
        if (ahead > TimeSpan.Zero)
        {
            await Task.Delay(ahead, TimeProvider.System);
        }
    }
}
