using Commerce.LoadTests.Reports.Html;

namespace Commerce.LoadTests.Reports;

/// <summary>A chart can be read: its ticks are round, few, and around all that it shows.</summary>
public sealed class ScaleTests
{
    [Theory]
    [InlineData(new double[] { }, new double[] { 0, 1 })]
    [InlineData(new double[] { 0, 0 }, new double[] { 0, 1 })]
    [InlineData(new[] { double.NaN, double.PositiveInfinity }, new double[] { 0, 1 })]
    [InlineData(new double[] { 5 }, new double[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(new double[] { 203, 12 }, new double[] { 0, 50, 100, 150, 200, 250 })]
    [InlineData(new[] { 0.3 }, new[] { 0, 0.1, 0.2, 0.3 })]
    public void A_linear_scale_begins_at_0(double[] values, double[] expected)
    {
        var scale = Scale.Linear(values);

        Assert.Equal(expected, scale.Ticks);
        Assert.Equal((0, expected[^1]), (scale.From, scale.To));
        Assert.Equal(0.5, scale.PlaceOf(scale.To / 2));
    }

    [Theory]
    [InlineData(new double[] { }, new double[] { 0, 1 })]
    [InlineData(new double[] { 0 }, new double[] { 0, 1 })]
    [InlineData(new double[] { 0, 10 }, new double[] { 1, 2, 5, 10, 20, 50, 100 })]
    [InlineData(new[] { 0.3, 42 }, new[] { 0.3, 1, 3, 10, 30 })]
    [InlineData(new[] { 1e-3, 1e9 }, new[] { 1e-3, 0.1, 10, 1e3, 1e5, 1e7, 1e9 })]
    [InlineData(new[] { 3, 42.0 }, new double[] { 2, 5, 10, 20, 50 })]
    public void A_logarithmic_scale_is_around_what_is_above_0(double[] values, double[] expected)
    {
        var scale = Scale.Logarithmic(values);

        Assert.Equal(expected, scale.Ticks.Select(tick => double.Round(tick, 9)));
        Assert.All(values.Where(value => value > 0), Lies);

        void Lies(double value) => Assert.InRange(value, scale.From, scale.To);
    }

    [Fact]
    public void Each_digit_is_as_wide_as_the_next()
    {
        var scale = Scale.Logarithmic([1, 10_000]);

        Assert.Equal(0.25, scale.PlaceOf(10), 1e-9);
        Assert.Equal(0.75, scale.PlaceOf(1_000), 1e-9);
        Assert.Equal(0, scale.PlaceOf(0));
        Assert.Equal(1, scale.PlaceOf(1e9));
    }

    [Theory]
    [InlineData(new double[] { 2, 30 }, 0)]
    [InlineData(new double[] { 2, 50 }, 2)]
    [InlineData(new double[] { 0, 0 }, 0)]
    public void A_scale_is_logarithmic_where_the_small_would_lie_on_the_axis(
        double[] values,
        double expected
    ) => Assert.Equal(expected, Scale.Fitting(values).From);

    [Theory]
    [InlineData(-5, 45, new double[] { 0, 10, 20, 30, 40 })]
    [InlineData(0, 0, new double[] { 0, 1 })]
    [InlineData(-30, 3_600, new double[] { 0, 600, 1_200, 1_800, 2_400, 3_000, 3_600 })]
    public void Time_has_ticks_at_whole_moments(double from, double to, double[] expected) =>
        Assert.Equal(expected, Scale.Time(from, to).Ticks);

    [Fact]
    public void There_are_never_many_ticks()
    {
        for (var size = 1e-4; size < 1e9; size *= 1.3)
        {
            Assert.InRange(Scale.Linear([size]).Ticks.Count, 2, 7);
            Assert.InRange(Scale.Logarithmic([1e-4, size]).Ticks.Count, 1, 7);
            Assert.InRange(Scale.Time(-size, size).Ticks.Count, 1, 7);
        }
    }
}
