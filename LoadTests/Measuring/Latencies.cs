using System.Diagnostics;
using HdrHistogram;

namespace Commerce.LoadTests.Measuring;

/// <summary>How latencies are counted: in microseconds up to an hour, to three digits.</summary>
internal static class Latencies
{
    /// <summary>How much wider each bar of a histogram is than the one before.</summary>
    public const double Wider = 1.1;

    public static LongHistogram New() =>
        new(1, TimeSpan.MicrosecondsPerSecond * 3600, numberOfSignificantValueDigits: 3);

    /// <param name="paused">In which nothing was asked, in ticks of the stopwatch.</param>
    public static void Record(this LongHistogram latency, long since, long now, long paused = 0)
    {
        var elapsed = Stopwatch.GetElapsedTime(since + paused, now);
        latency.RecordValue(
            long.Clamp(
                elapsed.Ticks / TimeSpan.TicksPerMicrosecond,
                0,
                latency.HighestTrackableValue
            )
        );
    }

    /// <summary>How many took how long, in bars each a tenth wider than the one before.</summary>
    public static IReadOnlyList<Bucket> Buckets(this HistogramBase latency) =>
        [
            .. latency
                .RecordedValues()
                // Each is the same object, filled anew.
                .Select(value => (Value: value.ValueIteratedTo, value.CountAtValueIteratedTo))
                .GroupBy(each => Math.Ceiling(Math.Log(double.Max(1, each.Value), Wider)))
                .Select(bar => new Bucket(
                    double.Round(Math.Pow(Wider, bar.Key) / 1000, 4),
                    bar.Sum(each => each.CountAtValueIteratedTo)
                )),
        ];
}

/// <summary>A bar of a histogram.</summary>
/// <param name="UpTo">Milliseconds.</param>
public sealed record Bucket(double UpTo, long Count)
{
    /// <summary>Milliseconds.</summary>
    public double From => double.Round(UpTo / Latencies.Wider, 4);
}
