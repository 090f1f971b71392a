using System.Globalization;
using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Reports;

namespace Commerce.LoadTests.Scenarios;

/// <summary>A store's day at a moderate rate, for so long that a leak would show.</summary>
internal sealed class Soak : Mixed
{
    private const double Rate = 100;
    private const double LagMax = 1_000;
    private const int PointsMin = 10;

    public override string Name => "soak";

    public override string About => "mixed, without a pause: memory must stay flat, lag below 1 s";

    /// <summary>An open load: nobody is to keep its connections while he thinks.</summary>
    public override bool Thinks => false;

    public override LoadPlan? PlanOf(TimeSpan? length) =>
        LoadPlan.AtRate(Rate, length ?? TimeSpan.FromHours(1));

    public override Task<IReadOnlyList<Check>> Judge(
        Client desk,
        Measurement result,
        IReadOnlyList<Metric> metrics
    ) => Task.FromResult<IReadOnlyList<Check>>([Memory(metrics), Lag(metrics), Errors(result)]);

    /// <summary>Of the second half: in the first a server fills what it keeps.</summary>
    private static Check Memory(IReadOnlyList<Metric> metrics)
    {
        const string Asked = "memory is flat (below 5 % an hour, or 3 standard errors)";
        var points = Of(metrics, "memory").Where(point => point.At >= 0).ToList();
        points = [.. points.Where(point => point.At >= points[^1].At / 2)];
        if (points.Count < PointsMin)
            return new(Asked, "the server did not tell of it often enough", Holds: false);

        var trend = Trend.Of(points);
        var seen = Text(
            $"{trend.Mean:0} MiB, {trend.Rise:+0.0;-0.0} ({trend.Rise / trend.Mean:+0.0%;-0.0%})"
        );
        return new(Asked, seen + Text($" an hour, ± {trend.Error * 3_600:0.0}"), trend.IsFlat);
    }

    private static Check Lag(IReadOnlyList<Metric> metrics)
    {
        var points = Of(metrics, "lag of views and streams").Where(point => point.At >= 0).ToList();
        var most = points.Count == 0 ? double.NaN : points.Max(point => point.Value);
        return new("views and streams lag less than 1 s", Text($"{most:0} ms"), most < LagMax);
    }

    private static Check Errors(Measurement result) =>
        new(
            "not one operation failed",
            Text($"{result.Failed:N0} of {result.Operations:N0} did"),
            result is { Failed: 0, Operations: > 0 }
        );

    private static IReadOnlyList<Point> Of(IReadOnlyList<Metric> metrics, string name) =>
        metrics.FirstOrDefault(metric => metric.Name == name)?.Points ?? [];

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
