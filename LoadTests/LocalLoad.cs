using System.Diagnostics;
using Commerce.LoadTests.Http;
using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests;

/// <summary>All that a run plays at once, made by this process.</summary>
internal sealed class LocalLoad : ILoad
{
    private readonly Settings _settings;
    private readonly List<(TrackSettings Track, Scenario Scenario, Fleet Fleet)> _tracks;

    public LocalLoad(Settings settings, Target target)
    {
        _settings = settings;
        _tracks = [.. settings.Tracks.Select(Of)];

        (TrackSettings, Scenario, Fleet) Of(TrackSettings track, int index)
        {
            var scenario = Playbook.Find(track.Scenario)!;
            var fleet = new Fleet(
                target,
                track.Connections(settings),
                settings.Seed + index,
                settings.OperatorKey,
                settings.Thinks ?? (scenario.Thinks ? 1 : 0),
                Books
            );
            return (track, scenario, fleet);
        }
    }

    public Books Books { get; } = new();

    public IReadOnlyList<Scenario> Scenarios => [.. _tracks.Select(each => each.Scenario)];

    public async Task Prepare()
    {
        foreach (var (track, scenario, fleet) in _tracks)
            await scenario.Prepare(fleet, track.Plan.After(_settings.Warmup));
    }

    public async Task<Made> Play(Action<int, Moment> passed, CancellationToken stop)
    {
        using var self = Process.GetCurrentProcess();
        using var ended = new CancellationTokenSource();
        var start = Stopwatch.GetTimestamp();
        var usage = Usage.Of(self, _settings.Warmup, ended.Token);
        var tallies = await Task.WhenAll(
            _tracks.Select(
                (each, i) =>
                    new Trial(
                        each.Fleet,
                        each.Scenario,
                        each.Scenario.Fit(each.Track.Plan),
                        _settings.Warmup,
                        start
                    ).Play(moment => passed(i, moment), stop)
            )
        );
        await ended.CancelAsync();
        return new(
            [.. tallies.Select(tally => new TrackMade(tally.Counts, tally.Length))],
            await usage,
            tallies.Max(tally => tally.LateP99)
        );
    }

    public void Dispose()
    {
        foreach (var (_, _, fleet) in _tracks)
            fleet.Dispose();
    }
}
