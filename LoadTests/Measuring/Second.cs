using HdrHistogram;

namespace Commerce.LoadTests.Measuring;

/// <summary>A second of a trial.</summary>
/// <param name="At">Seconds from the beginning of the measured span; before it: warm-up.</param>
/// <param name="Asked">The plan's level then: operations a second, or users.</param>
/// <param name="Backlog">Operations meant to have started that nobody was free to start.</param>
public sealed record Second(
    int At,
    double Asked,
    long Succeeded,
    long Failed,
    long Backlog,
    Percentiles Latency
);

/// <summary>A second as it has just passed: its histogram is good until the next.</summary>
public sealed record Moment(int At, double Asked, long Failed, long Backlog, LongHistogram Latency)
{
    public Second ToSecond() =>
        new(At, Asked, Latency.TotalCount, Failed, Backlog, Percentiles.Of(Latency));
}
