using System.Diagnostics;
using System.Net.Sockets;
using Commerce.LoadTests.Agents;
using Commerce.LoadTests.Http;
using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Reports;
using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests;

/// <summary>A run from the first connection to the report: norms, set-up, load, checks.</summary>
public sealed class Session(Settings settings, Display display)
{
    /// <summary>Later than this the generator, not the server, is slow.</summary>
    private static readonly TimeSpan LateMax = TimeSpan.FromMilliseconds(5);

    /// <summary>One thread of each process takes in the answers.</summary>
    private const double BusyMax = 0.9;

    /// <param name="stop">Ends the load early; the report is of what was played.</param>
    /// <exception cref="SetUpException">It could not begin.</exception>
    public async Task<Report> Run(CancellationToken stop)
    {
        using var server = Server();
        var target = await Reach();
        using var desk = new Fleet(target, connections: 1, settings.Seed, settings.OperatorKey);
        var norms = new Norms(target, settings, display);
        var livez = await norms.Measure("livez");
        var commit = await norms.Measure("new-cart");

        using ILoad load =
            settings.Agents == 1 ? new LocalLoad(settings, target) : new AgentsLoad(settings);
        await load.Prepare();
        var audit = new Audit(desk.Clients[0], settings.OperatorKey is not null);
        await audit.Begin(load.Books);
        var probe = new MetricsProbe(target, settings.OperatorKey);
        var at = TimeProvider.System.GetUtcNow();
        var (made, cost, tracks) = await Play(load, probe, server, stop);
        return new(
            Machines.Describe(settings, at),
            tracks,
            livez,
            commit,
            cost,
            CostOf(made.Usage, tracks),
            probe.Metrics,
            [
                .. await audit.End(load.Books),
                .. await Judge(load, desk.Clients[0], tracks, probe.Metrics),
            ],
            [.. settings.Thresholds.SelectMany(threshold => threshold.Judge(tracks))],
            [.. Warnings(made)]
        );
    }

    private static async Task<IReadOnlyList<Check>> Judge(
        ILoad load,
        Client desk,
        IReadOnlyList<Track> tracks,
        IReadOnlyList<Metric> metrics
    )
    {
        var checks = new List<Check>();
        foreach (var (scenario, track) in load.Scenarios.Zip(tracks))
            checks.AddRange(await scenario.Judge(desk, track.Result, metrics));
        return checks;
    }

    private async Task<(Made Made, Cost? Server, IReadOnlyList<Track> Tracks)> Play(
        ILoad load,
        MetricsProbe probe,
        Process? server,
        CancellationToken stop
    )
    {
        using var ended = new CancellationTokenSource();
        var usage = Usage.Of(server, settings.Warmup, ended.Token);
        var probing = probe.Run(settings.Warmup, ended.Token);
        Scoreboard? board = null;
        var made = await display.During(
            string.Join("\n", settings.Tracks.Zip(load.Scenarios, Title)),
            watch =>
            {
                board = new([.. settings.Tracks.Select(track => track.Scenario)], watch);
                return load.Play((track, moment) => board.Passed(track, moment.ToSecond()), stop);
            }
        );
        await ended.CancelAsync();
        await probing;
        var tracks = made
            .Tracks.Select(
                (track, i) =>
                    new Track(
                        load.Scenarios[i].Name,
                        load.Scenarios[i].About,
                        settings.Tracks[i].Plan.Text,
                        Measurement.Of(track.Counts, track.Length, board!.Seconds[i])
                    )
            )
            .ToList();
        return (made, CostOf(await usage, tracks), tracks);
    }

    private string Title(TrackSettings track, Scenario scenario) =>
        $"{scenario.Name}: {scenario.About} ({track.Plan.Text}, "
        + $"{track.Connections(settings)} connections, seed {settings.Seed})";

    private static Cost? CostOf(Usage? usage, IReadOnlyList<Track> tracks) =>
        usage?.CostOf(
            tracks.Sum(track => track.Result.Operations),
            tracks.Sum(track => track.Result.Requests)
        );

    private IEnumerable<string> Warnings(Made made)
    {
        if (made.LateP99 > LateMax)
            yield return $"the generator itself was late, by {made.LateP99.TotalMilliseconds:0} ms "
                + "at the 99th percentile: its processors are full, and latencies are too high";
        if (made.Usage is { } usage && usage.Busy > BusyMax * settings.Agents)
            yield return $"the generator kept {usage.Busy:0.0} processors busy and may be the "
                + "limit: more --agents, or another machine, would show";
    }

    private async Task<Target> Reach()
    {
        try
        {
            return await Target.Reach(settings.Url);
        }
        catch (SocketException exception)
        {
            throw new SetUpException($"cannot reach {settings.Url}: {exception.Message}");
        }
    }

    private Process? Server()
    {
        try
        {
            return settings.ServerProcess is { } id ? Process.GetProcessById(id) : null;
        }
        catch (ArgumentException)
        {
            throw new SetUpException($"no process has the id {settings.ServerProcess}");
        }
    }
}
