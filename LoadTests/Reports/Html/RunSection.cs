using System.Globalization;
using Commerce.LoadTests.Measuring;

namespace Commerce.LoadTests.Reports.Html;

/// <summary>What to compare the figures with, and how to get them again.</summary>
internal sealed record RunSection(Report Report)
{
    public Markup Draw() =>
        Markup.Of(
            $"""
            <section id="run"><h2>The run</h2>
            {Norms()}
            <dl class="facts">{Facts().Select(Fact)}</dl>
            </section>
            """
        );

    private Markup Norms()
    {
        var norms = new[] { ("GET /livez", Report.Livez), ("one-event append", Report.Commit) };
        return new Table(
            "Norms of this machine, measured before in a closed loop",
            ["Norm", "Rate", "p50", "p99", .. Report.Tracks.Select(track => track.Scenario)]
        )
            .With(norms.Where(norm => norm.Item2 is not null).Select(norm => Row(norm!)))
            .Draw();

        string[] Row((string Name, Measurement Norm) norm) =>
            [
                norm.Name,
                Figures.Rate(norm.Norm.Rate),
                Figures.Latency(norm.Norm.Latency.P50),
                Figures.Latency(norm.Norm.Latency.P99),
                .. Report.Tracks.Select(track => Told(track, norm.Norm)),
            ];
    }

    /// <summary>A track beside a norm.</summary>
    private static string Told(Track track, Measurement norm) =>
        track.RateTo(norm) is { } rate && track.P50To(norm) is { } median
            ? $"{Figures.Share(rate)} of its rate, {Figures.Number(median)} × its median"
            : "–";

    private IEnumerable<(string Name, string Value)> Facts()
    {
        var (run, machine) = (Report.Configuration, Report.Configuration.Machine);
        yield return ("Command", run.Command);
        yield return ("Seed", run.Seed.ToString(CultureInfo.InvariantCulture));
        yield return ("Began", run.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", null));
        yield return ("Server", run.Url.ToString());
        yield return ("Connections", Figures.Count(run.Connections));
        yield return ("Warm-up", $"{Figures.Number(run.WarmupSeconds)} s");
        yield return ("People think", $"{Figures.Number(run.Thinks)} × as long as they do");
        yield return ("Generators", Figures.Count(run.Agents));
        yield return ("Machine", machine.Name);
        yield return ("Processors", $"{machine.Processors} × {machine.Processor}");
        yield return ("Memory", Figures.Memory(machine.MemoryBytes));
        yield return ("System", machine.System);
        yield return ("Commit", machine.Commit ?? "unknown");
    }

    private static Markup Fact((string Name, string Value) fact) =>
        Markup.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>");
}
