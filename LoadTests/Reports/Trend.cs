namespace Commerce.LoadTests.Reports;

/// <summary>The straight line through a figure over time, by least squares.</summary>
/// <param name="Slope">How much it rises in a second.</param>
/// <param name="Error">The standard error of that.</param>
/// <param name="Mean">Of the figure.</param>
internal readonly record struct Trend(double Slope, double Error, double Mean)
{
    private const double HourSeconds = 3_600;
    private const double RiseMax = 0.05;
    private const double ErrorsMax = 3;

    /// <summary>What it rises in an hour.</summary>
    public double Rise => Slope * HourSeconds;

    /// <summary>Whether it rises by less than 5 % of its mean in an hour, or by so little that the
    /// figure's own noise explains it: within three standard errors.</summary>
    public bool IsFlat => Rise < RiseMax * Mean || Slope <= ErrorsMax * Error;

    /// <param name="points">At least three, not all at one moment.</param>
    public static Trend Of(IReadOnlyList<Point> points)
    {
        var (at, mean) = (points.Average(point => point.At), points.Average(point => point.Value));
        var spread = points.Sum(point => (point.At - at) * (point.At - at));
        var slope = points.Sum(point => (point.At - at) * (point.Value - mean)) / spread;
        var off = points.Sum(point => Square(point.Value - mean - (slope * (point.At - at))));
        return new(slope, Math.Sqrt(off / (points.Count - 2) / spread), mean);
    }

    private static double Square(double number) => number * number;
}
