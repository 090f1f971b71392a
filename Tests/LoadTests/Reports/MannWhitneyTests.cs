using Commerce.LoadTests.Reports.Comparing;

namespace Commerce.LoadTests.Reports;

/// <summary>Scores that were worked out by hand.</summary>
public sealed class MannWhitneyTests
{
    /// <summary>U = 9 of a mean of 4.5 and a variance of 9/12 · 7; with ties U = 13 of a mean of 8
    /// and a variance of 16/12 · (9 - 48/56).</summary>
    [Theory]
    [InlineData(new double[] { 1, 2, 3 }, new double[] { 4, 5, 6 }, 1.745743)]
    [InlineData(new double[] { 4, 5, 6 }, new double[] { 1, 2, 3 }, -1.745743)]
    [InlineData(new double[] { 1, 2, 2, 3 }, new double[] { 2, 3, 3, 4 }, 1.365698)]
    [InlineData(new double[] { 1, 2 }, new double[] { 1, 2 }, 0)]
    [InlineData(new double[] { 0, 0, 0 }, new double[] { 0, 0 }, 0)]
    [InlineData(new double[] { }, new double[] { 1 }, 0)]
    public void A_score_is_that_of_the_textbook(double[] before, double[] after, double expected) =>
        Assert.Equal(expected, MannWhitney.Score(before, after), 1e-5);
}
