using Commerce.LoadTests.Http;
using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Agents;

/// <summary>
/// One of several processes that make a load together. It is told its task on the standard input,
/// says that it is ready, and begins when it is told to.
/// </summary>
internal static class Agent
{
    public const string Command = "agent";
    public const string Go = "go";

    private static readonly Lock Writing = new();

    public static async Task<int> Run(TextReader input, TextWriter output)
    {
        if (await input.ReadLineAsync() is not { } line)
            return 2;

        var settings = SettingsOf(Messages.Read<AgentTask>(line));
        try
        {
            using var load = new LocalLoad(settings, await Target.Reach(settings.Url));
            await load.Prepare();
            Tell(output, new(Ready: [.. load.Books.All.Keys]));
            if (await input.ReadLineAsync() is not Go)
                return 2;

            // Whatever is said next, or nothing because nobody is there any more, ends it.
            using var stop = new CancellationTokenSource();
            _ = Task.Run(() => StopOn(input, stop));
            var made = await load.Play((track, moment) => Pass(output, track, moment), stop.Token);
            Tell(
                output,
                new(
                    Done: new(
                        [.. made.Tracks.Select(AgentTrack.Of)],
                        load.Books.All,
                        made.Usage,
                        made.LateP99
                    )
                )
            );
            return 0;
        }
        catch (Exception e) when (e is SetUpException or System.Net.Sockets.SocketException)
        {
            Tell(output, new(Failed: e.Message));
            return 2;
        }
    }

    private static void Pass(TextWriter output, int track, Measuring.Moment moment) =>
        Tell(
            output,
            new(
                Passed: new(
                    track,
                    moment.At,
                    moment.Asked,
                    moment.Failed,
                    moment.Backlog,
                    moment.Latency.ToPairs()
                )
            )
        );

    private static void Tell(TextWriter output, AgentNews news)
    {
        lock (Writing)
        {
            output.WriteLine(Messages.Write(news));
        }
    }

    private static async Task StopOn(TextReader input, CancellationTokenSource stop)
    {
        // The console's reader keeps its thread until there is a line, whichever way it is asked.
        await input.ReadLineAsync();
        await stop.CancelAsync();
    }

    private static Settings SettingsOf(AgentTask task) =>
        new(
            [
                .. task.Scenarios.Zip(
                    task.Plans,
                    (scenario, plan) =>
                        new TrackSettings(
                            scenario,
                            PlanText.Read(plan, out _)!.Share(task.Number, task.Agents)
                        )
                ),
            ],
            task.Url,
            task.Connections,
            task.Warmup,
            Norms: TimeSpan.Zero,
            task.Seed,
            task.Thinks,
            task.OperatorKey,
            ServerProcess: null,
            Thresholds: [],
            Agents: 1,
            Json: null,
            Html: null,
            Command: ""
        );
}
