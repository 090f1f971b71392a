using Commerce.LoadTests.Reports.Comparing;

namespace Commerce.LoadTests.Reports;

/// <summary>Two reports differ where the runs do, and not where chance does.</summary>
public sealed class ComparisonTests(ITestOutputHelper output)
{
    private const int Pairs = 400;

    [Fact]
    public void Runs_of_one_kind_differ_by_noise()
    {
        var random = NewRandom(71);

        var verdicts = Enumerable
            .Range(0, Pairs)
            .Select(_ => P50Of(Run(random, 30), Run(random, 30)))
            .CountBy(verdict => verdict)
            .ToDictionary();

        Assert.InRange(verdicts[Verdict.Noise], Pairs * 98 / 100, Pairs);
        Assert.DoesNotContain(Verdict.TooShort, verdicts.Keys);
    }

    [Theory]
    [InlineData(1.3, Verdict.Worse)]
    [InlineData(0.7, Verdict.Better)]
    public void What_is_slower_is_worse_and_what_is_faster_is_better(double by, Verdict expected)
    {
        var random = NewRandom(72);

        var verdicts = Enumerable
            .Range(0, Pairs)
            .Select(_ => P50Of(Run(random, 30), Run(random, 30, by)))
            .ToList();

        Assert.InRange(verdicts.Count(verdict => verdict == expected), Pairs * 95 / 100, Pairs);
    }

    [Fact]
    public void A_change_that_is_certain_but_small_is_noise()
    {
        var random = NewRandom(73);
        var before = MadeReports.Run(60, _ => 10 + (random.NextDouble() / 100));
        var after = MadeReports.Run(60, _ => 10.2 + (random.NextDouble() / 100));

        Assert.Equal(Verdict.Noise, P50Of(before, after));
        Assert.False(Comparison.Of(before, after).IsWorse);
    }

    [Fact]
    public void Nine_seconds_are_too_few_and_ten_are_not()
    {
        Assert.Equal(Verdict.TooShort, P50Of(MadeReports.Run(9, _ => 1), Slow(30)));
        Assert.Equal(Verdict.Worse, P50Of(MadeReports.Run(10, _ => 1), Slow(10)));

        static Report Slow(int seconds) => MadeReports.Run(seconds, at => 2 + (at / 100.0));
    }

    [Fact]
    public void Warm_up_and_what_drains_are_not_compared()
    {
        var before = MadeReports.Run(20, _ => 1);
        var after = MadeReports.Run(60, at => at is > 0 and <= 20 ? 1 : 900);

        var shortened = after.With(track => track with { Plan = before.Tracks[0].Plan });

        Assert.Equal(Verdict.Worse, P50Of(before, after));
        Assert.Equal(Verdict.Noise, P50Of(before, shortened));
    }

    [Fact]
    public void Each_figure_is_judged_by_its_own_direction()
    {
        var before = MadeReports.Run(20, _ => 1, rate: 100, cpu: 1_000);
        var after = MadeReports.Run(20, _ => 1, rate: 200, failed: _ => 4, cpu: 1_200);

        var verdicts = Comparison
            .Of(before, after)
            .Changes.ToDictionary(
                change => (change.Of, change.Figure.Name),
                change => change.Verdict
            );

        Assert.Equal(Verdict.Better, verdicts[("purchase", "rate")]);
        Assert.Equal(Verdict.Noise, verdicts[("purchase", "p99")]);
        Assert.Equal(Verdict.Worse, verdicts[("purchase", "errors")]);
        Assert.Equal(Verdict.Worse, verdicts[("server, an operation", "CPU")]);
        Assert.Equal(Verdict.Unjudged, verdicts[("purchase, checkout", "p99")]);
    }

    [Fact]
    public void In_what_the_runs_differ_is_said()
    {
        var before = MadeReports.Run(20, _ => 1);
        var configuration = before.Configuration;
        var after = MadeReports.Run(20, _ => 1, rate: 200) with
        {
            Configuration = configuration with
            {
                Url = new("http://127.0.0.1:5001"),
                Machine = configuration.Machine with { Name = "another" },
            },
        };

        Assert.Empty(Comparison.Of(before, before).Differences);
        Assert.Equal(
            [
                "different plan of purchase: hold 100/s 20s, then hold 200/s 20s",
                "different url: http://127.0.0.1:5000/, then http://127.0.0.1:5001/",
                "different machine: machine, then another",
            ],
            Comparison.Of(before, after).Differences
        );
    }

    private static Verdict P50Of(Report before, Report after) =>
        Comparison
            .Of(before, after)
            .Changes.Single(change => change is { Of: "purchase", Figure.Name: "p50" })
            .Verdict;

    /// <summary>Seconds whose medians spread as those of a busy machine: log-normal.</summary>
    private static Report Run(Random random, int seconds, double by = 1) =>
        MadeReports.Run(seconds, _ => by * 5 * Math.Exp(0.2 * Normal(random)));

    /// <summary>G. E. P. Box, M. E. Muller (1958).</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()))
        * Math.Cos(2 * Math.PI * random.NextDouble());

    private Random NewRandom(int seed)
    {
        output.WriteLine($"seed {seed}");
        return new(seed);
    }
}
