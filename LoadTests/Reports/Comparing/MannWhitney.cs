namespace Commerce.LoadTests.Reports.Comparing;

/// <summary>
/// Whether two samples may well be of one distribution, whatever that is: latencies are not normal.
/// </summary>
/// <remarks>
/// H. B. Mann, D. R. Whitney: On a test of whether one of two random variables is stochastically
/// larger than the other. Annals of Mathematical Statistics 18 (1947), 50–60. The normal
/// approximation, corrected for continuity and for ties: S. Siegel, N. J. Castellan: Nonparametric
/// Statistics for the Behavioral Sciences, 2nd edition (1988), 134–137.
/// </remarks>
internal static class MannWhitney
{
    /// <summary>What chance alone passes once in a hundred times, up or down.</summary>
    public const double ScoreOfOnePerCent = 2.5758;

    /// <returns>By how many standard deviations the second sample lies above the first; 0 where all
    /// values are the same, or there are none.</returns>
    public static double Score(
        IReadOnlyCollection<double> before,
        IReadOnlyCollection<double> after
    )
    {
        var (ranks, ties) = RanksOf(after, before);
        double n = before.Count;
        double m = after.Count;
        var excess = ranks - (m * (m + 1) / 2) - (n * m / 2);
        var all = n + m;
        var variance = n * m / 12 * (all + 1 - (ties / (all * (all - 1))));
        return variance > 0
            ? Math.Sign(excess) * double.Max(0, Math.Abs(excess) - 0.5) / Math.Sqrt(variance)
            : 0;
    }

    /// <summary>The sum of the ranks that the sample has among all, those that tie sharing theirs;
    /// and the sum of t³ - t over all t that tie.</summary>
    private static (double Ranks, double Ties) RanksOf(
        IEnumerable<double> sample,
        IEnumerable<double> others
    )
    {
        var (ranks, ties, before) = (0.0, 0.0, 0.0);
        var values = sample
            .Select(value => (Value: value, IsOfSample: true))
            .Concat(others.Select(value => (Value: value, IsOfSample: false)));
        foreach (var tie in values.GroupBy(each => each.Value).OrderBy(tie => tie.Key))
        {
            double size = tie.Count();
            ranks += tie.Count(each => each.IsOfSample) * (before + ((size + 1) / 2));
            ties += (size * size * size) - size;
            before += size;
        }

        return (ranks, ties);
    }
}
