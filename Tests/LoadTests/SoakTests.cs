using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Reports;
using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests;

/// <summary>A long run is flat where it is, however noisy, and a leak is seen.</summary>
public sealed class SoakTests
{
    private const int Seed = 11;

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 40, true)]
    [InlineData(24, 1, true)]
    [InlineData(28, 1, false)]
    [InlineData(60, 40, false)]
    [InlineData(-60, 5, true)]
    public async Task Memory_of_500_MiB_is_flat_below_25_more_an_hour(
        double rise,
        double noise,
        bool isFlat
    )
    {
        var checks = await Judge(Memory(rise, noise), Lag(40), failed: 0);

        Assert.Equal([isFlat, true, true], checks.Select(check => check.Holds));
    }

    [Fact]
    public async Task What_a_server_fills_at_first_is_no_leak()
    {
        var memory = Memory(0, 5)
            .Points.Select(point =>
                point with
                {
                    Value = point.Value - double.Max(0, 300 - (0.2 * point.At)),
                }
            );

        var checks = await Judge(new("memory", "MiB", [.. memory]), Lag(40), failed: 0);

        Assert.All(checks, check => Assert.True(check.Holds, check.Seen));
    }

    [Fact]
    public async Task A_lag_of_a_second_and_one_error_are_too_much()
    {
        var checks = await Judge(Memory(0, 5), Lag(1_000), failed: 1);

        Assert.Equal([true, false, false], checks.Select(check => check.Holds));
    }

    [Fact]
    public async Task A_server_that_tells_nothing_is_not_flat()
    {
        var checks = await new Soak().Judge(null!, Result(failed: 0), []);

        Assert.Equal([false, false, true], checks.Select(check => check.Holds));
    }

    private static Task<IReadOnlyList<Check>> Judge(Metric memory, Metric lag, long failed) =>
        new Soak().Judge(null!, Result(failed), [memory, lag]);

    /// <summary>An hour, each second told.</summary>
    /// <param name="rise">MiB in an hour.</param>
    /// <param name="noise">How many more or less it may be.</param>
    private static Metric Memory(double rise, double noise)
    {
        var random = new Random(Seed);
        return new(
            "memory",
            "MiB",
            [
                .. Enumerable
                    .Range(-5, 3_600)
                    .Select(at => new Point(
                        at,
                        500 + (rise * at / 3_600) + (noise * ((2 * random.NextDouble()) - 1))
                    )),
            ]
        );
    }

    private static Metric Lag(double most) =>
        new("lag of views and streams", "ms", [new(-1, 5_000), new(1, 20), new(2, most)]);

    private static Measurement Result(long failed)
    {
        var counts = new Counts { Failed = failed };
        counts.Latency.RecordValue(1_000);
        return Measurement.Of(counts, TimeSpan.FromHours(1), []);
    }
}
