namespace Commerce.LoadTests.Reports.Html;

/// <summary>What the run cost, and what the server told of itself meanwhile.</summary>
internal sealed record ServerSection(Report Report, Axis Time)
{
    public Markup Draw() =>
        Markup.Of(
            $"""
            <section id="server"><h2>The server meanwhile</h2>
            {Costs()}
            <div class="charts small">{Report.Metrics.Select(Chart)}</div>
            {NoMetrics.If(Report.Metrics.Count == 0)}
            </section>
            """
        );

    private static Markup NoMetrics { get; } =
        Markup.Of(
            $"""
            <p class="faint">It told nothing of itself: that needs the operators’ key, and
            <code>Telemetry:Metrics</code>.</p>
            """
        );

    private Markup Costs()
    {
        var costs = new[] { ("server", Report.Server), ("load generator", Report.Generator) };
        return new Table(
            "Processor time and memory",
            ["Process", "CPU an operation", "CPU a request", "Processors busy", "Memory at the end"]
        )
            .With(costs.Where(cost => cost.Item2 is not null).Select(cost => Row(cost!)))
            .Draw();

        static string[] Row((string Process, Cost Cost) cost) =>
            [
                cost.Process,
                $"{Figures.Number(cost.Cost.CpuOperation)} µs",
                $"{Figures.Number(cost.Cost.CpuRequest)} µs",
                Figures.Number(cost.Cost.Busy),
                Figures.Memory(cost.Cost.ResidentBytes),
            ];
    }

    private Markup Chart(Metric metric)
    {
        var length = int.Max(1, (metric.Points.Count + Line.PointsMax - 1) / Line.PointsMax);
        var points = metric
            .Points.Chunk(length)
            .Select(chunk => new Point(chunk[^1].At, chunk.Average(point => point.Value)));
        var line = new Line(metric.Name, "server", [.. points]);
        return new TimeChart(
            metric.Name,
            length == 1 ? "" : $"The mean of each {length} points.",
            Time,
            new(
                Scale.Linear(line.Values),
                value => $"{Figures.Number(value)} {metric.Unit}".Trim()
            ),
            [line]
        ).Draw();
    }
}
