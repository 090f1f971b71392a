using System.Diagnostics;
using System.Net.Sockets;
using Commerce.LoadTests.Http;
using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Reports;

namespace Commerce.LoadTests;

/// <summary>A run from the first connection to the report: norms, set-up, load, checks.</summary>
public sealed class Session(Settings settings, Display display)
{
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

        using var load = new Load(settings, target);
        await load.Prepare();
        var audit = new Audit(desk.Clients[0], settings.OperatorKey is not null);
        await audit.Begin(load.Books);
        var probe = new MetricsProbe(target, settings.OperatorKey);
        var at = TimeProvider.System.GetUtcNow();
        var played = await display.During(
            load.Title,
            watch => load.Play(watch, probe, server, stop)
        );
        return new(
            Machines.Describe(settings, at),
            played.Tracks,
            livez,
            commit,
            played.Server,
            played.Generator,
            probe.Metrics,
            await audit.End(load.Books),
            [.. settings.Thresholds.SelectMany(threshold => threshold.Judge(played.Tracks))],
            played.Warnings
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
