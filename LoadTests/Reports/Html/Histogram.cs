using Commerce.LoadTests.Measuring;

namespace Commerce.LoadTests.Reports.Html;

/// <summary>How many operations took how long.</summary>
internal sealed record Histogram(IReadOnlyList<Bucket> Buckets, Percentiles Latency)
{
    public Markup Draw()
    {
        var ends = Buckets.SelectMany(bucket => new[] { bucket.From, bucket.UpTo });
        var axes = new Axes(
            new(Scale.Logarithmic(ends), Figures.Latency),
            new(Scale.Linear(Buckets.Select(bucket => (double)bucket.Count)), Figures.Count)
        );
        var marks = new[] { ("p50", Latency.P50), ("p95", Latency.P95), ("p99", Latency.P99) };
        var lines = marks.Select(mark => new Line(
            $"{mark.Item1} {Figures.Latency(mark.Item2)}",
            mark.Item1,
            [new(mark.Item2, axes.Up.Scale.From), new(mark.Item2, axes.Up.Scale.To)]
        ));
        var drawing = Buckets.Select(bucket => Bar(bucket, axes));
        return Markup.Of(
            $"""
            <figure>
            <figcaption><h4>How long operations took</h4>
            <p>How many that succeeded took how long, from their intended start; each bar is a
            tenth wider than the one before.</p>
            <ul class="legend">{lines.Select(line => line.Legend())}</ul></figcaption>
            {axes.Around(drawing.Concat(lines.Select(line => line.Draw(axes))), Label())}
            </figure>
            """
        );
    }

    private static Markup Bar(Bucket bucket, Axes axes)
    {
        var (x, y) = (axes.Across.AcrossTo(bucket.From), axes.Up.DownTo(bucket.Count));
        var width = axes.Across.AcrossTo(bucket.UpTo) - x;
        return Markup.Of(
            $"""
            <rect class="bar" x="{x:0.#}" y="{y:0.#}" width="{width:0.#}" height="{Axes.Size
                - y:0.#}">
            <title>to {Figures.Latency(bucket.UpTo)}: {bucket.Count:N0}</title></rect>
            """
        );
    }

    private string Label() =>
        $"Half took up to {Figures.Latency(Latency.P50)}, 99 of 100 up to "
        + $"{Figures.Latency(Latency.P99)}, the longest {Figures.Latency(Latency.Max)}";
}
