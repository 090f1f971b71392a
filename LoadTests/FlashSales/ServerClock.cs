using System.Diagnostics;

namespace Commerce.LoadTests.FlashSales;

/// <summary>
/// What the server's clock shows, as far as its answers tell: what it says lies between when it was
/// asked and when it had answered, so each answer narrows how far that clock is from ours.
/// </summary>
internal sealed class ServerClock
{
    /// <summary>The server tells whole milliseconds, rounded down.</summary>
    private static readonly TimeSpan Told = TimeSpan.FromMilliseconds(1);

    private DateTimeOffset _atLeast = DateTimeOffset.MinValue;
    private DateTimeOffset _atMost = DateTimeOffset.MaxValue;

    /// <param name="asked">A timestamp of the stopwatch.</param>
    /// <param name="answered">Another, later one.</param>
    public void Hear(DateTimeOffset serverNow, long asked, long answered)
    {
        var (least, most) = (serverNow - Since(answered), serverNow + Told - Since(asked));
        _atLeast = least > _atLeast ? least : _atLeast;
        _atMost = most < _atMost ? most : _atMost;
    }

    /// <summary>The latest that the server's clock can show at that timestamp.</summary>
    public DateTimeOffset AtMost(long timestamp) => _atMost + Since(timestamp);

    /// <summary>The earliest that it can show then.</summary>
    public DateTimeOffset AtLeast(long timestamp) => _atLeast + Since(timestamp);

    /// <summary>The timestamp at which the server's clock must have come that far.</summary>
    public long When(DateTimeOffset moment) =>
        (long)((moment - _atLeast).TotalSeconds * Stopwatch.Frequency);

    private static TimeSpan Since(long timestamp) => Stopwatch.GetElapsedTime(0, timestamp);
}
