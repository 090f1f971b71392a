using HdrHistogram;

namespace Commerce.LoadTests.Measuring;

/// <summary>Latencies in milliseconds; all 0 when nothing was measured.</summary>
public sealed record Percentiles(
    double P50,
    double P75,
    double P95,
    double P99,
    double P999,
    double Max
)
{
    public static Percentiles Of(HistogramBase microseconds)
    {
        return new(At(50), At(75), At(95), At(99), At(99.9), At(100));

        double At(double percentile) =>
            microseconds.TotalCount == 0
                ? 0
                : microseconds.GetValueAtPercentile(percentile) / 1000.0;
    }
}
