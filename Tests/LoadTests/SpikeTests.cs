using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests;

/// <summary>What is asked of a shop to which three times as many come as it can serve.</summary>
public sealed class SpikeTests
{
    private const double Solo = 100;

    [Theory]
    [InlineData(96, 0, true, true)]
    [InlineData(94, 0, false, true)]
    [InlineData(96, 9, true, true)]
    [InlineData(96, 11, true, false)]
    [InlineData(96, 30, true, false)]
    public void It_serves_what_it_can_and_recovers(long served, int slow, bool holds, bool recovers)
    {
        var checks = Spike.Judge(Seconds(served, slow), Solo).ToList();

        Assert.Equal([holds, recovers], checks.Select(check => check.Holds));
    }

    [Fact]
    public void A_run_that_ended_before_its_spike_shows_nothing() =>
        Assert.All(Spike.Judge([], Solo), check => Assert.False(check.Holds));

    [Fact]
    public void Its_levels_are_in_what_the_shop_can_and_its_duration_is_the_spike()
    {
        var plan = new Spike().PlanOf(TimeSpan.FromSeconds(20))!;

        Assert.Equal([0.5, 3, 0.5], plan.Phases.Select(phase => phase.From));
        Assert.Equal(TimeSpan.FromSeconds(20), plan.Phases[1].Length);
    }

    /// <summary>5 seconds before, 20 of the spike, 30 after; the first of those are slow.</summary>
    private static List<Second> Seconds(long served, int slow)
    {
        var plan = PlanText.Read("hold 50/s 5s, spike 300/s 20s, hold 50/s 30s", out _)!;
        return
        [
            .. Enumerable
                .Range(-2, 58)
                .Select(at => new Second(
                    at,
                    plan.LevelAt(int.Max(0, at)),
                    Succeeded: at is > 5 and <= 25 ? served
                        : at > 25 && at <= 25 + slow ? 20
                        : 50,
                    Failed: 0,
                    Backlog: 0,
                    Percentiles.Of(Latencies.New())
                )),
        ];
    }
}
