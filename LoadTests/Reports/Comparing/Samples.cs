using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Reports.Comparing;

/// <summary>What each second of the measured span tells: warm-up and what drains are no part of
/// it.</summary>
internal static class Samples
{
    public static IReadOnlyList<double> Rates(this Track track) =>
        [.. track.Measured().Select(second => (double)second.Succeeded)];

    /// <summary>Of the seconds in which something succeeded.</summary>
    public static IReadOnlyList<double> Latencies(
        this Track track,
        Func<Percentiles, double> percentile
    ) =>
        [
            .. track
                .Measured()
                .Where(second => second.Succeeded > 0)
                .Select(second => percentile(second.Latency)),
        ];

    /// <summary>Of the seconds in which something ended: shares from 0 to 1.</summary>
    public static IReadOnlyList<double> Errors(this Track track) =>
        [
            .. track
                .Measured()
                .Where(second => Ended(second) > 0)
                .Select(second => (double)second.Failed / Ended(second)),
        ];

    /// <summary>The server's microseconds for each operation; none where it did not tell.</summary>
    public static IReadOnlyList<double> Cpu(this Report report)
    {
        var busy = report.Metrics.FirstOrDefault(metric => metric.Name == Metric.ProcessorsBusy);
        var ended = report
            .Tracks.SelectMany(track => track.Measured())
            .GroupBy(second => second.At)
            .ToDictionary(second => second.Key, second => second.Sum(Ended));
        return
        [
            .. (busy?.Points ?? [])
                .Select(point => (Busy: point.Value, Ended: EndedBy(point.At)))
                .Where(second => second.Ended > 0)
                .Select(second => second.Busy * TimeSpan.MicrosecondsPerSecond / second.Ended),
        ];

        long EndedBy(double at) => ended.GetValueOrDefault((int)Math.Round(at));
    }

    private static long Ended(Second second) => second.Succeeded + second.Failed;

    private static IEnumerable<Second> Measured(this Track track)
    {
        var length = PlanText.Read(track.Plan, out _)?.Length ?? TimeSpan.MaxValue;
        return track.Result.Seconds.Where(second =>
            second.At > 0 && second.At <= length.TotalSeconds
        );
    }
}
