namespace Commerce.LoadTests.Reports.Html;

/// <summary>A line of a chart: a figure over time.</summary>
/// <param name="Look">Its colour and its dashes, as <c>report.css</c> names them.</param>
/// <param name="Points">One after the other; where one has no value, the line is broken.</param>
internal sealed record Line(string Name, string Look, IReadOnlyList<Point> Points)
{
    /// <summary>All that is told at most of a line: more would lie on top of each other.</summary>
    public const int PointsMax = 300;

    public IEnumerable<double> Values => Points.Select(point => point.Value);

    public Markup Draw(Axes axes) =>
        Markup.Of($"""<path class="line {Look}" d="{string.Concat(Strokes(axes))}"/>""");

    /// <summary>How it looks, and its name.</summary>
    public Markup Legend() =>
        Markup.Of(
            $"""
            <li><svg class="sample" viewBox="0 0 32 8" aria-hidden="true">
            <path class="line {Look}" d="M1 4H31"/></svg>{Name}</li>
            """
        );

    private IEnumerable<string> Strokes(Axes axes)
    {
        var isBroken = true;
        foreach (var (at, value) in Points)
        {
            if (double.IsFinite(value))
            {
                var (x, y) = (axes.Across.AcrossTo(at), axes.Up.DownTo(value));
                // A stroke of no length is a dot: a value between two that are missing is seen.
                yield return string.Create(null, $"{(isBroken ? 'M' : 'L')}{x:0.#} {y:0.#}h0");
            }

            isBroken = !double.IsFinite(value);
        }
    }
}
