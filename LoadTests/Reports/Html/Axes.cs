namespace Commerce.LoadTests.Reports.Html;

/// <param name="Tell">How its values are written.</param>
internal sealed record Axis(Scale Scale, Func<double, string> Tell)
{
    /// <summary>In the units of what is drawn: <see cref="Axes.Size"/> to a side.</summary>
    public double AcrossTo(double value) => Axes.Size * Scale.PlaceOf(value);

    /// <summary>The same, counted from above.</summary>
    public double DownTo(double value) => Axes.Size - AcrossTo(value);
}

/// <summary>
/// What every chart stands in. The drawing stretches to the page's width; the writing beside it,
/// which is placed in per cent, does not.
/// </summary>
internal sealed record Axes(Axis Across, Axis Up)
{
    public const int Size = 1_000;

    /// <param name="label">What there is to see, for those who do not.</param>
    public Markup Around(IEnumerable<Markup> drawing, string label) =>
        Markup.Of(
            $"""
            <svg class="axes" role="img" aria-label="{label}">
            {Up.Scale.Ticks.Select(Level)}{Across.Scale.Ticks.Select(Moment)}
            <svg viewBox="0 0 {Size} {Size}" preserveAspectRatio="none" width="100%" height="100%">
            {drawing}
            </svg></svg>
            """
        );

    private Markup Level(double tick)
    {
        var place = 100 * (1 - Up.Scale.PlaceOf(tick));
        return Markup.Of(
            $"""
            <line class="grid" x1="0" x2="100%" y1="{place:0.##}%" y2="{place:0.##}%"/>
            <text class="level" dx="-.5em" dy=".35em" y="{place:0.##}%">{Up.Tell(tick)}</text>
            """
        );
    }

    private Markup Moment(double tick)
    {
        var place = 100 * Across.Scale.PlaceOf(tick);
        return Markup.Of(
            $"""
            <line class="tick" x1="{place:0.##}%" x2="{place:0.##}%" y1="100%" y2="103%"/>
            <text class="moment" x="{place:0.##}%" y="100%" dy="1.6em">{Across.Tell(tick)}</text>
            """
        );
    }
}
