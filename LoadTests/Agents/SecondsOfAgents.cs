using Commerce.LoadTests.Measuring;

namespace Commerce.LoadTests.Agents;

/// <summary>Adds up what several agents saw in the same second.</summary>
/// <param name="passed">Told once all have told of it.</param>
internal sealed class SecondsOfAgents(int agents, int tracks, Action<int, Moment> passed)
{
    private readonly Queue<AgentMoment>[,] _heard = Queues(agents, tracks);

    /// <summary>The next second of an agent's track.</summary>
    public void Passed(int agent, AgentMoment moment)
    {
        var track = moment.Track;
        _heard[agent, track].Enqueue(moment);
        while (Enumerable.Range(0, agents).All(i => _heard[i, track].Count > 0))
        {
            passed(
                track,
                Sum([.. Enumerable.Range(0, agents).Select(i => _heard[i, track].Dequeue())])
            );
        }
    }

    private static Moment Sum(IReadOnlyList<AgentMoment> moments)
    {
        var latency = Latencies.New();
        foreach (var moment in moments)
            latency.Add(moment.Latency.ToHistogram());
        return new(
            moments.Max(moment => moment.At),
            moments.Sum(moment => moment.Asked),
            moments.Sum(moment => moment.Failed),
            moments.Sum(moment => moment.Backlog),
            latency
        );
    }

    private static Queue<AgentMoment>[,] Queues(int agents, int tracks)
    {
        var queues = new Queue<AgentMoment>[agents, tracks];
        for (var i = 0; i < agents; i++)
        {
            for (var k = 0; k < tracks; k++)
                queues[i, k] = new();
        }

        return queues;
    }
}
