using System.Diagnostics.Metrics;

namespace Commerce.Telemetry;

/// <summary>Where histograms are cut.</summary>
internal static class Buckets
{
    /// <summary>From a commit on a fast disk to a call that is given up.</summary>
    public static InstrumentAdvice<double> Seconds { get; } =
        new()
        {
            HistogramBucketBoundaries =
            [
                .. (double[])[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1],
                .. (double[])[0.25, 0.5, 1, 2.5, 5, 10],
            ],
        };

    /// <summary>From one to the most that a batch has.</summary>
    public static InstrumentAdvice<long> Counts { get; } =
        new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 4_096] };
}
