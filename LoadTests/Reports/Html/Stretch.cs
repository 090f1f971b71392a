using Commerce.LoadTests.Measuring;

namespace Commerce.LoadTests.Reports.Html;

/// <summary>
/// A second of a track, or several where a run has more of them than a page has room for.
/// </summary>
internal sealed record Stretch(IReadOnlyList<Second> Seconds)
{
    public static IReadOnlyList<Stretch> Of(IReadOnlyList<Second> seconds)
    {
        var length = int.Max(1, (seconds.Count + Line.PointsMax - 1) / Line.PointsMax);
        return [.. seconds.Chunk(length).Select(chunk => new Stretch(chunk))];
    }

    /// <summary>Its end: seconds from the beginning of the measured span.</summary>
    public double At => Seconds[^1].At;

    public double Asked => Seconds.Average(second => second.Asked);

    public double Succeeded => Seconds.Average(second => (double)second.Succeeded);

    public double Failed => Seconds.Average(second => (double)second.Failed);

    public double Backlog => Seconds.Max(second => second.Backlog);

    public string Length =>
        Seconds.Count == 1 ? "second" : $"{Seconds.Count} seconds, the worst of them";

    /// <summary>That of its worst second; no number where nothing succeeded.</summary>
    public double LatencyOf(Func<Percentiles, double> percentile) =>
        Seconds
            .Where(second => second.Succeeded > 0)
            .Select(second => percentile(second.Latency))
            .DefaultIfEmpty(double.NaN)
            .Max();

    public string[] Row() =>
        [
            $"{Figures.Number(At)} s",
            Figures.Number(Asked),
            Figures.Rate(Succeeded),
            Figures.Rate(Failed),
            Figures.Count(Backlog),
            Figures.Latency(LatencyOf(of => of.P50)),
            Figures.Latency(LatencyOf(of => of.P95)),
            Figures.Latency(LatencyOf(of => of.P99)),
            Figures.Latency(LatencyOf(of => of.Max)),
        ];
}
