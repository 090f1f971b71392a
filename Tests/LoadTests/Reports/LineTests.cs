using Commerce.LoadTests.Reports.Html;

namespace Commerce.LoadTests.Reports;

/// <summary>What a line shows is what was measured, and nothing between.</summary>
public sealed class LineTests
{
    private static readonly Axes Axes = new(
        new(Scale.Time(0, 10), Figures.Time),
        new(Scale.Linear([100]), Figures.Number)
    );

    [Theory]
    [InlineData(new double[] { }, "")]
    [InlineData(new double[] { 100 }, "M0 0h0")]
    [InlineData(new double[] { 0, 0, 0 }, "M0 1000h0L100 1000h0L200 1000h0")]
    [InlineData(new[] { 100, double.NaN, 50, 0 }, "M0 0h0M200 500h0L300 1000h0")]
    public void A_line_is_broken_where_nothing_was_measured(double[] values, string expected)
    {
        var line = new Line("p50", "p50", [.. values.Select((value, i) => new Point(i, value))]);

        Assert.Equal($"""<path class="line p50" d="{expected}"/>""", line.Draw(Axes).ToString());
    }

    [Fact]
    public void A_long_run_is_told_in_stretches_by_the_worst_second_of_each()
    {
        var seconds = MadeReports.Run(3_000, at => at == 7 ? 900 : 2).Tracks[0].Result.Seconds;

        var stretches = Stretch.Of(seconds);

        Assert.InRange(stretches.Count, Line.PointsMax / 2, Line.PointsMax);
        Assert.Equal(900, stretches.Max(stretch => stretch.LatencyOf(of => of.P50)));
        Assert.Equal(seconds[^1].At, stretches[^1].At);
    }
}
