using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Reports;
using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests;

/// <summary>What a run was asked to do.</summary>
/// <param name="Tracks">What to play, all at once.</param>
/// <param name="Connections">Of each track whose plan is of rates.</param>
/// <param name="Norms">How long each norm is measured; zero for not at all.</param>
/// <param name="Thinks">How long people think, a factor; <c>null</c>: as the scenario does.</param>
/// <param name="Thresholds">What is asked of the figures.</param>
/// <param name="Json">The file for the report as JSON, "-" for standard output.</param>
/// <param name="Html">The file for the report as people read it.</param>
/// <param name="Agents">Processes that make the load together; 1: this one.</param>
/// <param name="ServerProcess">The server's process id, when it runs on this machine.</param>
public sealed record Settings(
    IReadOnlyList<TrackSettings> Tracks,
    Uri Url,
    int Connections,
    TimeSpan Warmup,
    TimeSpan Norms,
    int Seed,
    double? Thinks,
    string? OperatorKey,
    int? ServerProcess,
    IReadOnlyList<Threshold> Thresholds,
    int Agents,
    string? Json,
    string? Html,
    string Command
)
{
    /// <summary>What is wrong with them, in a line; null when they hold.</summary>
    public string? Problem =>
        this switch
        {
            { Connections: < 1 or > 20_000 } => "--connections must be from 1 to 20000",
            { Agents: < 1 or > 64 } => "--agents must be from 1 to 64",
            { Thinks: < 0 or > 100 or double.NaN } => "--think must be from 0 to 100",
            _ when Tracks.Any(track => track.Connections(this) < Agents) =>
                "--agents must not be more than there are connections or users",
            _ when Agents > 1 && Tracks.FirstOrDefault(IsAlone) is { } track =>
                $"--agents must be 1 for {track.Scenario}, which is played by one process only",
            _ => null,
        };

    private static bool IsAlone(TrackSettings track) => Playbook.Find(track.Scenario)!.IsAlone;
}

/// <param name="Scenario">Its name.</param>
public sealed record TrackSettings(string Scenario, LoadPlan Plan)
{
    /// <summary>One for each user that there is at once, or as the run has.</summary>
    public int Connections(Settings settings) =>
        Plan.Unit is LoadUnit.Users
            ? Plan.UsersMax
            : int.Max(settings.Connections, Playbook.Find(Scenario)!.ConnectionsMin);
}
