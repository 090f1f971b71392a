using System.Text.Json;
using Commerce.LoadTests.Measuring;
using HdrHistogram;

namespace Commerce.LoadTests.Agents;

/// <summary>What an agent is told, and what it tells: a line of JSON each.</summary>
internal static class Messages
{
    public static string Write<T>(T message) => JsonSerializer.Serialize(message);

    public static T Read<T>(string line) =>
        JsonSerializer.Deserialize<T>(line) ?? throw new JsonException("An empty message.");

    /// <summary>How many took how many microseconds.</summary>
    public static IReadOnlyList<long[]> ToPairs(this HistogramBase latency) =>
        [
            .. latency
                .RecordedValues()
                .Select(value => new[] { value.ValueIteratedTo, value.CountAtValueIteratedTo }),
        ];

    public static LongHistogram ToHistogram(this IReadOnlyList<long[]> pairs)
    {
        var latency = Latencies.New();
        foreach (var pair in pairs)
            latency.RecordValueWithCount(pair[0], pair[1]);
        return latency;
    }
}

/// <summary>The first that an agent is told: its share of the load.</summary>
/// <param name="Plans">Of each track, as it is written for the whole load.</param>
/// <param name="Number">Which agent it is, from 0.</param>
internal sealed record AgentTask(
    IReadOnlyList<string> Scenarios,
    IReadOnlyList<string> Plans,
    Uri Url,
    int Connections,
    TimeSpan Warmup,
    int Seed,
    double? Thinks,
    string? OperatorKey,
    int Number,
    int Agents
);

/// <summary>What an agent tells; one of them.</summary>
/// <param name="Ready">The SKUs of what it has prepared.</param>
/// <param name="Passed">A second of a track.</param>
/// <param name="Done">All of it.</param>
/// <param name="Failed">Why it could not begin.</param>
internal sealed record AgentNews(
    IReadOnlyList<string>? Ready = null,
    AgentMoment? Passed = null,
    AgentResult? Done = null,
    string? Failed = null
);

internal sealed record AgentMoment(
    int Track,
    int At,
    double Asked,
    long Failed,
    long Backlog,
    IReadOnlyList<long[]> Latency
);

internal sealed record AgentResult(
    IReadOnlyList<AgentTrack> Tracks,
    IReadOnlyDictionary<string, Units> Books,
    Usage? Usage,
    TimeSpan LateP99
);

internal sealed record AgentTrack(
    TimeSpan Length,
    long Completed,
    long Failed,
    IReadOnlyList<long[]> Latency,
    IReadOnlyDictionary<string, IReadOnlyList<long[]>> Steps,
    IReadOnlyDictionary<string, long> Answers,
    IReadOnlyList<ErrorTold> Errors
)
{
    public static AgentTrack Of(TrackMade made) =>
        new(
            made.Length,
            made.Counts.Completed,
            made.Counts.Failed,
            made.Counts.Latency.ToPairs(),
            made.Counts.Steps.ToDictionary(
                step => step.Key,
                step => step.Value.ToPairs(),
                StringComparer.Ordinal
            ),
            made.Counts.Answers,
            [
                .. made.Counts.Errors.Select(error => new ErrorTold(
                    error.Key.Step,
                    error.Key.Kind,
                    error.Value
                )),
            ]
        );

    public void AddTo(Counts counts)
    {
        counts.Completed += Completed;
        counts.Failed += Failed;
        counts.Latency.Add(Latency.ToHistogram());
        foreach (var (name, pairs) in Steps)
            counts.Step(name).Add(pairs.ToHistogram());
        foreach (var (kind, times) in Answers)
            counts.Answered(kind, times);
        foreach (var error in Errors)
            counts.Erred(error.Step, error.Kind, error.Count);
    }
}
