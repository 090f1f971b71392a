using System.Diagnostics;
using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests.Agents;

/// <summary>A load that several processes of this machine make, each its share of it.</summary>
internal sealed class AgentsLoad(Settings settings) : ILoad
{
    private readonly List<Process> _agents = [];
    private readonly Lock _gate = new();

    public Books Books { get; } = new();

    public IReadOnlyList<Scenario> Scenarios { get; } =
    [.. settings.Tracks.Select(track => Playbook.Find(track.Scenario)!)];

    public async Task Prepare()
    {
        for (var number = 0; number < settings.Agents; number++)
        {
            var agent = Start();
            _agents.Add(agent);
            await agent.StandardInput.WriteLineAsync(Messages.Write(TaskOf(number)));
            // One after the other: what they make is the same.
            var news = await Hear(agent);
            foreach (var sku in news.Ready ?? throw new SetUpException(news.Failed ?? "no agent"))
                Books.Open(sku);
        }
    }

    public async Task<Made> Play(Action<int, Moment> passed, CancellationToken stop)
    {
        await using var stopping = stop.Register(() => Say("stop"));
        Say(Agent.Go);
        var seconds = new SecondsOfAgents(settings.Agents, settings.Tracks.Count, passed);
        var results = await Task.WhenAll(_agents.Select((agent, i) => Follow(agent, i, seconds)));
        var tracks = settings.Tracks.Select((_, i) => Merge([.. results.Select(r => r.Tracks[i])]));
        foreach (var (sku, units) in results.SelectMany(result => result.Books))
            Books.Add(sku, units);
        var usages = results.Select(result => result.Usage).OfType<Usage>().ToList();
        return new(
            [.. tracks],
            usages.Count == 0
                ? null
                : new(
                    TimeSpan.FromTicks(usages.Sum(usage => usage.Cpu.Ticks)),
                    usages.Max(usage => usage.Length),
                    usages.Sum(usage => usage.ResidentBytes)
                ),
            results.Max(result => result.LateP99)
        );
    }

    public void Dispose()
    {
        foreach (var agent in _agents)
        {
            if (!agent.HasExited)
                agent.Kill();
            agent.Dispose();
        }
    }

    private async Task<AgentResult> Follow(Process agent, int number, SecondsOfAgents seconds)
    {
        while (true)
        {
            var news = await Hear(agent);
            if (news.Done is { } done)
                return done;

            lock (_gate)
            {
                seconds.Passed(number, news.Passed!);
            }
        }
    }

    private static TrackMade Merge(IReadOnlyList<AgentTrack> parts)
    {
        var counts = new Counts();
        foreach (var part in parts)
            part.AddTo(counts);
        return new(counts, parts.Max(part => part.Length));
    }

    private static async Task<AgentNews> Hear(Process agent) =>
        await agent.StandardOutput.ReadLineAsync() is { } line
            ? Messages.Read<AgentNews>(line)
            : throw new SetUpException("an agent ended before it was done");

    private void Say(string word)
    {
        foreach (var agent in _agents)
            agent.StandardInput.WriteLine(word);
    }

    private AgentTask TaskOf(int number) =>
        new(
            [.. settings.Tracks.Select(track => track.Scenario)],
            [.. settings.Tracks.Select(track => track.Plan.Text)],
            settings.Url,
            (settings.Connections + settings.Agents - 1 - number) / settings.Agents,
            settings.Warmup,
            settings.Seed + (1_000 * number),
            settings.Thinks,
            settings.OperatorKey,
            number,
            settings.Agents
        );

    private static Process Start()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "LoadTests.dll");
        return Process.Start(
            new ProcessStartInfo("dotnet", [program, Agent.Command])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
    }
}
