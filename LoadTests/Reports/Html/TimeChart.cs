namespace Commerce.LoadTests.Reports.Html;

/// <summary>Figures over the time of a run.</summary>
/// <param name="Note">What its lines are, in a sentence.</param>
/// <param name="Time">The same for all charts of a page: they are read beside each other.</param>
internal sealed record TimeChart(
    string Title,
    string Note,
    Axis Time,
    Axis Up,
    IReadOnlyList<Line> Lines
)
{
    public Markup Draw()
    {
        var axes = new Axes(Time, Up);
        var drawing = Lines.Select(line => line.Draw(axes)).Prepend(Warmup()).Concat(Hovered());
        return Markup.Of(
            $"""
            <figure>
            <figcaption><h4>{Title}</h4><p>{Note}</p>
            <ul class="legend">{Lines.Select(line => line.Legend())}
            {WarmupLegend.If(HasWarmup)}</ul></figcaption>
            {axes.Around(drawing, Label())}
            </figure>
            """
        );
    }

    private string Label()
    {
        var told = Lines.Select(line =>
        {
            var values = line.Values.Where(double.IsFinite).ToList();
            return values.Count == 0
                ? $"{line.Name} was not measured"
                : $"{line.Name} from {Up.Tell(values.Min())} to {Up.Tell(values.Max())}";
        });
        return $"{Title}: {string.Join("; ", told)}";
    }

    private static Markup WarmupLegend { get; } =
        Markup.Of(
            $"""
            <li><svg class="sample" aria-hidden="true">
            <rect class="warm-up" width="100%" height="100%"/></svg>warm-up</li>
            """
        );

    private bool HasWarmup => Time.Scale.From < 0;

    private Markup Warmup() =>
        Markup
            .Of(
                $"""
                <rect class="warm-up" width="{Time.AcrossTo(0):0.#}" height="{Axes.Size}"/>
                """
            )
            .If(HasWarmup);

    /// <summary>What is told of a moment under the pointer: browsers show titles.</summary>
    private IEnumerable<Markup> Hovered()
    {
        var moments = Lines
            .SelectMany(line => line.Points.Select(point => (line.Name, Point: point)))
            .GroupBy(each => each.Point.At)
            .OrderBy(moment => moment.Key)
            .ToList();
        var from = 0.0;
        for (var i = 0; i < moments.Count; i++)
        {
            var next = moments[int.Min(i + 1, moments.Count - 1)].Key;
            var to = Time.AcrossTo((moments[i].Key + next) / 2);
            var told = moments[i]
                .Where(each => double.IsFinite(each.Point.Value))
                .Select(each => $"{each.Name} {Up.Tell(each.Point.Value)}")
                .Prepend($"at {Figures.Number(moments[i].Key)} s");
            yield return Markup.Of(
                $"""
                <rect class="hovered" x="{from:0.#}" width="{to - from:0.#}" height="{Axes.Size}">
                <title>{string.Join("\n", told)}</title></rect>
                """
            );
            from = to;
        }
    }
}
