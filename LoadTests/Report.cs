using System.Text.Json;

namespace Commerce.LoadTests;

/// <summary>What a run says at its end, to people and, as JSON, to programs. Latencies are in
/// milliseconds, rates in operations a second.</summary>
/// <param name="Mode">"open" or "closed".</param>
/// <param name="AskedRate">The rate of an open loop.</param>
/// <param name="Livez">The norm of the processors: GET /livez, closed loop.</param>
/// <param name="Commit">The norm of the store: a one-event append, closed loop.</param>
public sealed record Report(
    string Scenario,
    Uri Url,
    string Mode,
    double? AskedRate,
    int Connections,
    int Seed,
    double WarmupSeconds,
    double DurationSeconds,
    Measurement Result,
    Measurement? Livez,
    Measurement? Commit
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
    };

    /// <summary>The rate as a share of that of <see cref="Livez"/>.</summary>
    public double? RateToLivez => Livez is { Rate: > 0 } ? Result.Rate / Livez.Rate : null;

    /// <summary>The median as a multiple of the median of <see cref="Commit"/>.</summary>
    public double? P50ToCommit =>
        Commit is { Latency.P50: > 0 } ? Result.Latency.P50 / Commit.Latency.P50 : null;

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static Report FromJson(string json) =>
        JsonSerializer.Deserialize<Report>(json, Json) ?? throw new JsonException("No report.");
}
