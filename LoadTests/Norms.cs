using System.Diagnostics;
using Commerce.LoadTests.Http;
using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Reports;
using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests;

/// <summary>
/// Measures what figures are compared with: absolute ones drift from machine to machine.
/// </summary>
internal sealed class Norms(Target target, Settings settings, Display display)
{
    private const int Connections = 64;

    /// <returns><c>null</c> where none is asked for.</returns>
    /// <exception cref="SetUpException">It failed.</exception>
    public async Task<Measurement?> Measure(string name)
    {
        if (settings.Norms == TimeSpan.Zero)
            return null;

        var scenario = Playbook.Find(name)!;
        using var fleet = new Fleet(target, Connections, settings.Seed, settings.OperatorKey);
        var trial = new Trial(
            fleet,
            scenario,
            LoadPlan.WithUsers(Connections, settings.Norms),
            settings.Norms,
            Stopwatch.GetTimestamp()
        );
        var seconds = new List<Second>();
        var tally = await display.During(
            $"norm {scenario.Name}: {scenario.About}",
            watch =>
                trial.Play(
                    moment =>
                    {
                        seconds.Add(moment.ToSecond());
                        watch([new(scenario.Name, seconds[^1])]);
                    },
                    CancellationToken.None
                )
        );
        var measurement = Measurement.Of(tally.Counts, tally.Length, seconds);
        return measurement.Failed == 0
            ? measurement
            : throw new SetUpException(
                $"the norm {scenario.Name} failed: {string.Join(", ", measurement.Answers.Keys)} "
                    + "(--norms 0 leaves the norms out)"
            );
    }
}
