using Commerce.LoadTests.Measuring;

namespace Commerce.LoadTests.Reports;

/// <summary>Reports as runs would leave them, of seconds that are made up.</summary>
internal static class MadeReports
{
    /// <summary>A run of so many seconds at a level rate, after two of warm-up.</summary>
    /// <param name="latency">Of each second: its median, in milliseconds.</param>
    /// <param name="cpu">Of each operation, in microseconds.</param>
    public static Report Run(
        int seconds,
        Func<int, double> latency,
        long rate = 100,
        Func<int, long>? failed = null,
        double cpu = 1_000
    )
    {
        var told = Enumerable
            .Range(-1, seconds + 2)
            .Select(at => SecondOf(at, rate, failed?.Invoke(at) ?? 0, latency(at)))
            .ToList();
        var busy = told.Select(second => new Point(
            second.At,
            cpu * (second.Succeeded + second.Failed) / TimeSpan.MicrosecondsPerSecond
        ));
        return new(
            new(
                DateTimeOffset.UnixEpoch,
                new("http://127.0.0.1:5000"),
                "./dev load purchase",
                64,
                1,
                2,
                1,
                1,
                new("machine", "processor", 2, 1L << 32, "system", "1234567")
            ),
            [TrackOf(seconds, rate, told)],
            null,
            null,
            new(cpu, cpu / 4, 0.5, 1 << 28),
            new(cpu / 2, cpu / 8, 0.2, 1 << 26),
            [new(Metric.ProcessorsBusy, "", [.. busy])],
            [new("the shop sold what the run bought", "it did", Holds: true)],
            [new("p99<60ms", "12 ms", Holds: true)],
            []
        );
    }

    public static Report With(this Report report, Func<Track, Track> change) =>
        report with
        {
            Tracks = [.. report.Tracks.Select(change)],
        };

    private static Track TrackOf(int seconds, long rate, IReadOnlyList<Second> told)
    {
        var measured = told.Where(second => second.At > 0).ToList();
        var latency = Around(measured.Average(second => second.Latency.P50));
        return new(
            "purchase",
            "a whole purchase",
            $"hold {rate}/s {seconds}s",
            new(
                measured.Sum(second => second.Succeeded + second.Failed),
                measured.Sum(second => second.Failed),
                measured.Average(second => (double)second.Succeeded),
                latency,
                [new(latency.P50, rate), new(latency.P99, 1)],
                [new("checkout", measured.Sum(second => second.Succeeded), latency)],
                new Dictionary<string, long> { ["201"] = measured.Sum(each => each.Succeeded) },
                [],
                told
            )
        );
    }

    private static Second SecondOf(int at, long rate, long failed, double median) =>
        new(at, rate, rate - failed, failed, 0, Around(median));

    private static Percentiles Around(double median) =>
        new(median, median * 1.5, median * 2, median * 3, median * 4, median * 5);
}
