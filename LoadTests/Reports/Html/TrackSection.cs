using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Reports.Html;

/// <summary>All that was measured of one scenario.</summary>
/// <param name="Number">Of the track, from 1.</param>
/// <param name="Time">The axis of all charts of the page.</param>
internal sealed record TrackSection(Track Track, int Number, Axis Time)
{
    private readonly IReadOnlyList<Stretch> _stretches = Stretch.Of(Track.Result.Seconds);

    public Markup Draw() =>
        Markup.Of(
            $"""
            <section id="track-{Number}"><h2>{Track.Scenario}</h2>
            <div class="charts">{Latency()}{Throughput()}{Users()}{Backlog()}
            {new Histogram(Track.Result.Distribution, Track.Result.Latency).Draw()}</div>
            {Steps()}{Errors()}{Answers()}
            <details><summary>The figures of the charts over time</summary>{Moments()}</details>
            </section>
            """
        );

    private bool HasUsers => PlanText.Read(Track.Plan, out _)?.Unit is LoadUnit.Users;

    private string Each => $"of each {(_stretches is [var first, ..] ? first.Length : "second")}";

    private Markup Latency()
    {
        Line[] lines =
        [
            LineOf("p50", "p50", stretch => stretch.LatencyOf(of => of.P50)),
            LineOf("p95", "p95", stretch => stretch.LatencyOf(of => of.P95)),
            LineOf("p99", "p99", stretch => stretch.LatencyOf(of => of.P99)),
            LineOf("max", "max", stretch => stretch.LatencyOf(of => of.Max)),
        ];
        var scale = Scale.Fitting([.. lines.SelectMany(line => line.Values)]);
        return new TimeChart(
            "Latency",
            $"Percentiles of the operations that succeeded, {Each}"
                + $"{(scale.From > 0 ? "; logarithmic" : "")}.",
            Time,
            new(scale, Figures.Latency),
            lines
        ).Draw();
    }

    private Markup Throughput()
    {
        Line[] lines =
        [
            LineOf("succeeded", "succeeded", stretch => stretch.Succeeded),
            LineOf("failed", "failed", stretch => stretch.Failed),
        ];
        if (!HasUsers)
            lines = [.. lines, LineOf("asked", "asked", stretch => stretch.Asked)];
        return Chart("Throughput", $"Operations a second, {Each}.", lines, Figures.Rate);
    }

    private Markup Users() =>
        Chart(
                "Users",
                "How many were to be there at once.",
                [LineOf("users", "asked", stretch => stretch.Asked)],
                Figures.Count
            )
            .If(HasUsers);

    private Markup Backlog() =>
        Chart(
                "Backlog",
                "Operations that were meant to have started and that nobody was free to start: "
                    + "the store, or the generator, does not keep up.",
                [LineOf("backlog", "backlog", stretch => stretch.Backlog)],
                Figures.Count
            )
            .If(!HasUsers);

    private Markup Chart(
        string title,
        string note,
        IReadOnlyList<Line> lines,
        Func<double, string> tell
    )
    {
        var scale = Scale.Linear(lines.SelectMany(line => line.Values));
        return new TimeChart(title, note, Time, new(scale, tell), lines).Draw();
    }

    private Line LineOf(string name, string look, Func<Stretch, double> value) =>
        new(name, look, [.. _stretches.Select(each => new Point(each.At, value(each)))]);

    private Markup Steps() =>
        new Table(
            "Steps of an operation",
            ["Step", "Answered well", "p50", "p75", "p95", "p99", "p99.9", "max"]
        )
            .With(
                Track
                    .Result.Steps.Select(step => Row(step.Name, step.Count, step.Latency))
                    .Prepend(
                        Row(
                            "whole operation",
                            Track.Result.Operations - Track.Result.Failed,
                            Track.Result.Latency
                        )
                    )
            )
            .Draw();

    private static string[] Row(string name, long count, Percentiles latency) =>
        [
            name,
            Figures.Count(count),
            .. new[]
            {
                latency.P50,
                latency.P75,
                latency.P95,
                latency.P99,
                latency.P999,
                latency.Max,
            }.Select(Figures.Latency),
        ];

    private Markup Errors() =>
        new Table("Errors", ["Step", "Answer", "Operations", "of all"])
            .With(
                Track.Result.Errors.Select(error =>
                    new[]
                    {
                        error.Step,
                        error.Kind,
                        Figures.Count(error.Count),
                        Figures.Share((double)error.Count / long.Max(1, Track.Result.Operations)),
                    }
                )
            )
            .Draw();

    private Markup Answers() =>
        new Table("Answers", ["Status and code", "Requests"])
            .With(
                Track
                    .Result.Answers.OrderByDescending(answer => answer.Value)
                    .Select(answer => new[] { answer.Key, Figures.Count(answer.Value) })
            )
            .Draw();

    private Markup Moments() =>
        new Table(
            "Figures over time",
            ["At", "Asked", "Succeeded", "Failed", "Backlog", "p50", "p95", "p99", "max"]
        )
            .With(_stretches.Select(stretch => stretch.Row()))
            .Draw();
}
