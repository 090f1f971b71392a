using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Commerce.LoadTests.Plans;

/// <summary>
/// Sleeps to within some 60 µs. The runtime's own timers tick in milliseconds, which is longer
/// than a fast server's answer takes.
/// </summary>
public static partial class Nap
{
    /// <param name="moment">A timestamp of the stopwatch; one in the past is no wait.</param>
    public static void Until(long moment)
    {
        // Again, as a signal may end a sleep early.
        while (Left(moment) is { Ticks: > 0 } left)
        {
            var rest = left.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick;
            _ = NanoSleep(
                new() { Seconds = (nint)(long)left.TotalSeconds, Nanoseconds = (nint)rest },
                0
            );
        }
    }

    private static TimeSpan Left(long moment) =>
        Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), moment);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec time, nint remaining);

    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
