using System.Diagnostics;
using System.Net.Sockets;
using Commerce.LoadTests.Http;
using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests;

/// <summary>A run from the first connection to the report: norms, set-up, the scenario.</summary>
public sealed class Session(Settings settings, Display display)
{
    /// <exception cref="SetUpException">It could not begin.</exception>
    public async Task<Report> Run()
    {
        using var server = Server();
        var target = await Reach();
        using var fleet = new Fleet(
            target,
            settings.Connections,
            settings.Seed,
            settings.OperatorKey
        );

        var livez = await Norm(fleet, Playbook.Find("livez"));
        var commit = await Norm(fleet, Playbook.Find("new-cart"));
        var result = await Play(fleet, server);
        return new(
            settings.Scenario,
            settings.Url,
            settings.Rate is null ? "closed" : "open",
            settings.Rate,
            settings.Connections,
            settings.Seed,
            settings.Warmup.TotalSeconds,
            settings.Duration.TotalSeconds,
            result,
            livez,
            commit
        );
    }

    private async Task<Measurement> Play(Fleet fleet, Process? server)
    {
        var scenario = Playbook.Find(settings.Scenario);
        await scenario.Prepare(fleet, settings.Warmup + settings.Duration);

        var pace = settings.Rate is { } rate ? $"{rate}/s" : "closed loop";
        var title =
            $"{scenario.Name}: {scenario.About} ({pace}, {settings.Connections} connections, "
            + $"seed {settings.Seed})";
        var trial = new Trial(fleet, settings.Rate, settings.Warmup, settings.Duration, server);
        var (_, measurement) = await display.During(title, watch => trial.Play(scenario, watch));
        return measurement;
    }

    private async Task<Measurement?> Norm(Fleet fleet, Scenario scenario)
    {
        if (settings.Norms == TimeSpan.Zero)
        {
            return null;
        }

        var trial = new Trial(fleet, rate: null, settings.Norms, settings.Norms);
        var (_, measurement) = await display.During(
            $"norm {scenario.Name}: {scenario.About}",
            watch => trial.Play(scenario, watch)
        );
        return measurement.Failed == 0
            ? measurement
            : throw new SetUpException(
                $"the norm {scenario.Name} failed: {string.Join(", ", measurement.Answers.Keys)} "
                    + "(--norms 0 leaves the norms out)"
            );
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
