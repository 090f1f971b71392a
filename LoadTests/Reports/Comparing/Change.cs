namespace Commerce.LoadTests.Reports.Comparing;

/// <summary>What became of a figure from one run to another.</summary>
public enum Verdict
{
    /// <summary>It differs by no more than the seconds of a run differ.</summary>
    Noise = 1,

    Better = 2,
    Worse = 3,

    /// <summary>A run has too few seconds for that.</summary>
    TooShort = 4,

    /// <summary>A run has one value of it, and none of each second.</summary>
    Unjudged = 5,
}

/// <summary>A figure of two runs.</summary>
/// <param name="Of">The scenario, its step, or the server.</param>
/// <param name="Before">What is typical of its seconds; where there are none, of the run.</param>
public sealed record Change(string Of, Figure Figure, double Before, double After, Verdict Verdict)
{
    private const int SecondsMin = 10;
    private const double EffectMin = 0.03;

    /// <summary>The change as a share of what was before.</summary>
    public double Effect =>
        Before == After ? 0
        : Before == 0 ? double.PositiveInfinity
        : (After - Before) / Before;

    /// <summary>By what each second of both runs tells.</summary>
    public static Change Judge(
        string of,
        Figure figure,
        IReadOnlyList<double> before,
        IReadOnlyList<double> after
    )
    {
        var change = Tell(of, figure, figure.Typical(before), figure.Typical(after));
        return change with { Verdict = change.Judge(before, after) };
    }

    /// <summary>Told, not judged.</summary>
    public static Change Tell(string of, Figure figure, double before, double after) =>
        new(of, figure, before, after, Verdict.Unjudged);

    private Verdict Judge(IReadOnlyList<double> before, IReadOnlyList<double> after)
    {
        if (int.Min(before.Count, after.Count) < SecondsMin)
            return Verdict.TooShort;

        var score = MannWhitney.Score(before, after);
        var isChange =
            Math.Abs(score) > MannWhitney.ScoreOfOnePerCent
            && Math.Abs(Effect) >= EffectMin
            && Math.Sign(score) == Math.Sign(Effect);
        return !isChange ? Verdict.Noise
            : score > 0 == Figure.IsBetterAbove ? Verdict.Better
            : Verdict.Worse;
    }
}

/// <summary>Something that is measured of a run.</summary>
/// <param name="IsBetterAbove">Whether more of it is better.</param>
/// <param name="Tell">How it is written.</param>
/// <param name="Typical">The one value that stands for those of many seconds.</param>
public sealed record Figure(
    string Name,
    bool IsBetterAbove,
    Func<double, string> Tell,
    Func<IReadOnlyList<double>, double> Typical
)
{
    public static Figure Rate { get; } = new("rate", true, Figures.Rate, Median);
    public static Figure P50 { get; } = Latency("p50");
    public static Figure P95 { get; } = Latency("p95");
    public static Figure P99 { get; } = Latency("p99");

    /// <summary>Most seconds have none: the median would not see those that have.</summary>
    public static Figure Errors { get; } = new("errors", false, Figures.Share, Mean);

    /// <summary>Microseconds.</summary>
    public static Figure Cpu { get; } =
        new("CPU", false, value => $"{Figures.Number(value)} µs", Median);

    private static Figure Latency(string name) => new(name, false, Figures.Latency, Median);

    private static double Mean(IReadOnlyList<double> values) =>
        values.Count == 0 ? 0 : values.Average();

    private static double Median(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
            return 0;

        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
