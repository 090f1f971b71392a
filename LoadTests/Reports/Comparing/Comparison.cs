using Commerce.LoadTests.Measuring;

namespace Commerce.LoadTests.Reports.Comparing;

/// <summary>What became better, worse, or neither from one report to another.</summary>
/// <remarks>
/// The seconds of a run are its samples. Neighbours are alike, and a plan that rises and falls
/// spreads them: a small change is seen best in a level load of a minute or more.
/// </remarks>
/// <param name="Differences">In what the runs differ that should be compared: in lines.</param>
public sealed record Comparison(IReadOnlyList<string> Differences, IReadOnlyList<Change> Changes)
{
    private static readonly (Figure, Func<Percentiles, double>)[] Percentiles =
    [
        (Figure.P50, of => of.P50),
        (Figure.P95, of => of.P95),
        (Figure.P99, of => of.P99),
    ];

    public bool IsWorse => Changes.Any(change => change.Verdict is Verdict.Worse);

    /// <exception cref="SetUpException">They have no scenario in common.</exception>
    public static Comparison Of(Report before, Report after)
    {
        var tracks = before
            .Tracks.Select(track => track.Scenario)
            .Distinct(StringComparer.Ordinal)
            .SelectMany(scenario => Played(before, scenario).Zip(Played(after, scenario)))
            .ToList();
        return tracks.Count == 0
            ? throw new SetUpException("the two reports have no scenario in common")
            : new(
                [.. DifferencesOf(before, after, tracks)],
                [
                    .. tracks.SelectMany(pair => Compare(pair.First, pair.Second)),
                    .. CompareCpu(before, after),
                    .. CompareNorms(before, after),
                ]
            );
    }

    private static IEnumerable<Track> Played(Report report, string scenario) =>
        report.Tracks.Where(track => track.Scenario == scenario);

    private static IEnumerable<string> DifferencesOf(
        Report before,
        Report after,
        IEnumerable<(Track First, Track Second)> tracks
    )
    {
        var (first, second) = (before.Configuration, after.Configuration);
        (string Name, object Before, object After)[] said =
        [
            ("scenarios", Names(before), Names(after)),
            .. tracks.Select(pair =>
                (
                    $"plan of {pair.First.Scenario}",
                    (object)pair.First.Plan,
                    (object)pair.Second.Plan
                )
            ),
            ("url", first.Url, second.Url),
            ("machine", first.Machine.Name, second.Machine.Name),
            ("processors", Processors(first.Machine), Processors(second.Machine)),
            ("connections", first.Connections, second.Connections),
            ("thinking", first.Thinks, second.Thinks),
            ("generators", first.Agents, second.Agents),
        ];
        return said.Where(each => !each.Before.Equals(each.After))
            .Select(each =>
                string.Create(null, $"different {each.Name}: {each.Before}, then {each.After}")
            );

        static string Names(Report report) =>
            string.Join(", ", report.Tracks.Select(track => track.Scenario));

        static string Processors(Machine machine) => $"{machine.Processors} × {machine.Processor}";
    }

    private static IEnumerable<Change> Compare(Track before, Track after)
    {
        var name = before.Scenario;
        yield return Change.Judge(name, Figure.Rate, before.Rates(), after.Rates());
        foreach (var (figure, percentile) in Percentiles)
        {
            yield return Change.Judge(
                name,
                figure,
                before.Latencies(percentile),
                after.Latencies(percentile)
            );
        }

        yield return Change.Judge(name, Figure.Errors, before.Errors(), after.Errors());
        foreach (var first in before.Result.Steps)
        {
            if (after.Result.Steps.FirstOrDefault(step => step.Name == first.Name) is { } second)
            {
                foreach (var (figure, percentile) in Percentiles)
                {
                    yield return Change.Tell(
                        $"{name}, {first.Name}",
                        figure,
                        percentile(first.Latency),
                        percentile(second.Latency)
                    );
                }
            }
        }
    }

    private static IEnumerable<Change> CompareCpu(Report before, Report after)
    {
        const string Server = "server, an operation";
        if ((before.Cpu(), after.Cpu()) is ({ Count: > 0 } first, { Count: > 0 } second))
            yield return Change.Judge(Server, Figure.Cpu, first, second);
        else if ((before.Server, after.Server) is ({ } once, { } now))
            yield return Change.Tell(Server, Figure.Cpu, once.CpuOperation, now.CpuOperation);
    }

    /// <summary>What changed in the machine changed in everything.</summary>
    private static IEnumerable<Change> CompareNorms(Report before, Report after)
    {
        if ((before.Livez, after.Livez) is ({ } first, { } second))
            yield return Change.Tell("norm /livez", Figure.Rate, first.Rate, second.Rate);
        if ((before.Commit, after.Commit) is ({ } once, { } now))
            yield return Change.Tell("norm commit", Figure.P50, once.Latency.P50, now.Latency.P50);
    }
}
