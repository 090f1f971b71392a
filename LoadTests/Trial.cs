using System.Diagnostics;
using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests;

/// <summary>Plays a scenario at one pace, first to warm up, then measured.</summary>
/// <param name="rate">Operations meant to start each second; null for closed loop.</param>
/// <param name="server">The process of the server, when it runs on this machine.</param>
public sealed class Trial(
    Fleet fleet,
    double? rate,
    TimeSpan warmup,
    TimeSpan duration,
    Process? server = null
)
{
    /// <summary>Plays a scenario that has been prepared.</summary>
    /// <param name="watch">Told once a second what happened in it.</param>
    /// <returns>What it saw, and what that comes to.</returns>
    public async Task<(Tally Tally, Measurement Measurement)> Play(
        Scenario scenario,
        Action<Moment> watch
    )
    {
        var start = Stopwatch.GetTimestamp();
        var from = start + Timestamps(warmup);
        var to = from + Timestamps(duration);
        using var open = rate is { } asked ? new OpenPace(asked, start, to) : null;
        var pace = open ?? (IPace)new ClosedPace();
        using var self = Process.GetCurrentProcess();
        var tally = new Tally(from, to);

        var generatorUsage = Usage.Of(self, warmup, duration);
        var serverUsage = server is null ? null : Usage.Of(server, warmup, duration);
        var working = Task.WhenAll(fleet.Clients.Select(Work));
        await Watch(working, tally, watch);
        await working;
        var measurement = Measurement.Of(
            tally,
            duration,
            serverUsage is null ? null : await serverUsage,
            await generatorUsage
        );
        return (tally, measurement);

        async Task Work(Client client)
        {
            while (await pace.NextStart() is var meant && meant < to)
            {
                client.Tally = meant >= from ? tally : null;
                tally.Operated(meant, await scenario.Operate(client));
            }
        }
    }

    private static async Task Watch(Task working, Tally tally, Action<Moment> watch)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (await Task.WhenAny(working, ticks.WaitForNextTickAsync().AsTask()) != working)
        {
            watch(tally.Latest());
        }
    }

    private static long Timestamps(TimeSpan span) =>
        (long)(span.TotalSeconds * Stopwatch.Frequency);
}
