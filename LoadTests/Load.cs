using System.Diagnostics;
using Commerce.LoadTests.Http;
using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Reports;
using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests;

/// <summary>All that a run plays at once, made by this process.</summary>
internal sealed class Load : IDisposable
{
    /// <summary>Later than this the generator, not the server, is slow.</summary>
    private static readonly TimeSpan LateMax = TimeSpan.FromMilliseconds(5);

    private const double BusyMax = 0.9;

    private readonly Settings _settings;
    private readonly List<(TrackSettings Track, Scenario Scenario, Fleet Fleet)> _tracks;

    public Load(Settings settings, Target target)
    {
        _settings = settings;
        _tracks =
        [
            .. settings.Tracks.Select(
                (track, i) => (track, Playbook.Find(track.Scenario)!, FleetOf(track, i))
            ),
        ];

        Fleet FleetOf(TrackSettings track, int index) =>
            new(
                target,
                track.Plan.Unit is LoadUnit.Users ? track.Plan.UsersMax : settings.Connections,
                settings.Seed + index,
                settings.OperatorKey,
                settings.Thinks ?? (Playbook.Find(track.Scenario)!.Thinks ? 1 : 0),
                Books
            );
    }

    /// <summary>Of all tracks.</summary>
    public Books Books { get; } = new();

    public string Title =>
        string.Join(
            "\n",
            _tracks.Select(each =>
                $"{each.Scenario.Name}: {each.Scenario.About} ({each.Track.Plan.Text}, "
                + $"{each.Fleet.Clients.Count} connections, seed {_settings.Seed})"
            )
        );

    /// <exception cref="SetUpException">The server refused a part of it.</exception>
    public async Task Prepare()
    {
        foreach (var (track, scenario, fleet) in _tracks)
            await scenario.Prepare(fleet, track.Plan.After(_settings.Warmup));
    }

    public async Task<Played> Play(
        Action<IReadOnlyList<TrackSecond>> watch,
        MetricsProbe probe,
        Process? server,
        CancellationToken stop
    )
    {
        using var self = Process.GetCurrentProcess();
        using var ended = new CancellationTokenSource();
        var start = Stopwatch.GetTimestamp();
        var usages = new[] { self, server }
            .Select(process => Usage.Of(process, _settings.Warmup, ended.Token))
            .ToList();
        var probing = probe.Run(_settings.Warmup, ended.Token);
        var board = new Scoreboard([.. _tracks.Select(each => each.Scenario.Name)], watch);
        var tallies = await Task.WhenAll(
            _tracks.Select(
                (each, i) =>
                    new Trial(
                        each.Fleet,
                        each.Scenario,
                        each.Track.Plan,
                        _settings.Warmup,
                        start
                    ).Play(moment => board.Passed(i, moment.ToSecond()), stop)
            )
        );
        await ended.CancelAsync();
        await probing;
        var tracks = tallies.Select((tally, i) => TrackOf(i, tally, board.Seconds[i])).ToList();
        return new(
            tracks,
            Measured(await usages[1], tracks),
            Measured(await usages[0], tracks),
            [.. Warnings(tallies, await usages[0])]
        );
    }

    public void Dispose()
    {
        foreach (var (_, _, fleet) in _tracks)
            fleet.Dispose();
    }

    private Track TrackOf(int index, Tally tally, IReadOnlyList<Second> seconds)
    {
        var (track, scenario, _) = _tracks[index];
        var result = Measurement.Of(tally.Counts, tally.Length, seconds);
        return new(scenario.Name, scenario.About, track.Plan.Text, result);
    }

    private static Cost? Measured(Usage? usage, IReadOnlyList<Track> tracks) =>
        usage?.CostOf(
            tracks.Sum(track => track.Result.Operations),
            tracks.Sum(track => track.Result.Requests)
        );

    private static IEnumerable<string> Warnings(Tally[] tallies, Usage? usage)
    {
        var late = tallies.Max(tally => tally.LateP99);
        if (late > LateMax)
            yield return $"the generator itself was late, by {late.TotalMilliseconds:0} ms at the "
                + "99th percentile: its processors are full, and latencies are too high by that";
        if (usage is { Busy: > BusyMax })
            yield return $"the generator kept {usage.Busy:0.0} processors busy and may be the "
                + "limit: --agents 2, or another machine, would show";
    }
}

/// <summary>What came of a load.</summary>
internal sealed record Played(
    IReadOnlyList<Track> Tracks,
    Cost? Server,
    Cost? Generator,
    IReadOnlyList<string> Warnings
);
