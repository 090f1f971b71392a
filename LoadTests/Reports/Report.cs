using System.Text.Json;
using Commerce.LoadTests.Measuring;

namespace Commerce.LoadTests.Reports;

/// <summary>What a run says at its end, to people and, as JSON, to programs. Latencies are in
/// milliseconds, rates in operations a second.</summary>
/// <param name="Tracks">What was played, all at once.</param>
/// <param name="Livez">The norm of the processors: GET /livez, closed loop.</param>
/// <param name="Commit">The norm of the store: a one-event append, closed loop.</param>
/// <param name="Server">The server's process, when its id was given and it still runs.</param>
/// <param name="Generator">This process, and its agents.</param>
/// <param name="Metrics">What the server told of itself meanwhile.</param>
/// <param name="Checks">What was held against the shop's own books afterwards.</param>
/// <param name="Thresholds">What was asked of the figures.</param>
/// <param name="Warnings">Why the figures may not be the server's.</param>
public sealed record Report(
    Configuration Configuration,
    IReadOnlyList<Track> Tracks,
    Measurement? Livez,
    Measurement? Commit,
    Cost? Server,
    Cost? Generator,
    IReadOnlyList<Metric> Metrics,
    IReadOnlyList<Check> Checks,
    IReadOnlyList<Check> Thresholds,
    IReadOnlyList<string> Warnings
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Whether everything that was asked of the run holds.</summary>
    public bool Holds => Checks.Concat(Thresholds).All(check => check.Holds);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <exception cref="JsonException">It is no report, or a part of one.</exception>
    public static Report FromJson(string json) =>
        JsonSerializer.Deserialize<Report>(json, Json) ?? throw new JsonException("No report.");
}

/// <param name="At">When the load began.</param>
/// <param name="Thinks">How long people thought: a factor.</param>
/// <param name="Agents">Processes that made the load.</param>
public sealed record Configuration(
    DateTimeOffset At,
    Uri Url,
    string Command,
    int Connections,
    int Seed,
    double WarmupSeconds,
    double Thinks,
    int Agents,
    Machine Machine
);

/// <summary>Where the load was made.</summary>
/// <param name="Commit">Of the generator's repository, where it is known.</param>
public sealed record Machine(
    string Name,
    string Processor,
    int Processors,
    long MemoryBytes,
    string System,
    string? Commit
);

/// <summary>One scenario as it was played.</summary>
/// <param name="Plan">The load, as <see cref="Plans.PlanText"/> reads it.</param>
public sealed record Track(string Scenario, string About, string Plan, Measurement Result)
{
    /// <summary>The rate as a share of a norm's.</summary>
    public double? RateTo(Measurement? norm) =>
        norm is { Rate: > 0 } ? Result.Rate / norm.Rate : null;

    /// <summary>The median as a multiple of a norm's.</summary>
    public double? P50To(Measurement? norm) =>
        norm is { Latency.P50: > 0 } ? Result.Latency.P50 / norm.Latency.P50 : null;
}

/// <summary>What a run cost a process.</summary>
/// <param name="CpuOperation">Microseconds of processor time for each operation.</param>
/// <param name="CpuRequest">The same, for each request.</param>
/// <param name="Busy">Processors that it kept busy, on average.</param>
/// <param name="ResidentBytes">Its resident memory at the end.</param>
public sealed record Cost(double CpuOperation, double CpuRequest, double Busy, long ResidentBytes);

/// <summary>A figure of the server over time.</summary>
/// <param name="Points">Seconds from the beginning of the measured span, and its values.</param>
public sealed record Metric(string Name, string Unit, IReadOnlyList<Point> Points)
{
    /// <summary>By which a run's cost is told second by second.</summary>
    public const string ProcessorsBusy = "processors busy";
}

public readonly record struct Point(double At, double Value);

/// <summary>Something that must hold of a run.</summary>
/// <param name="Asked">What must, as <c>p99&lt;60ms</c>.</param>
/// <param name="Seen">What was, for people.</param>
public sealed record Check(string Asked, string Seen, bool Holds);
