namespace Commerce.LoadTests;

/// <summary>What one trial measured.</summary>
/// <param name="Operations">Meant to start within the measured span.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="Rate">Operations that succeeded each second.</param>
/// <param name="Latency">Of operations that succeeded, from their intended start.</param>
/// <param name="Parts">Latencies of named parts of an operation.</param>
/// <param name="Answers">HTTP answers by status and code, and the kinds of broken requests.</param>
/// <param name="Server">The server's process, when its id was given and it still runs.</param>
/// <param name="Generator">This process.</param>
public sealed record Measurement(
    long Operations,
    long Failed,
    double Rate,
    Percentiles Latency,
    IReadOnlyDictionary<string, Percentiles> Parts,
    IReadOnlyDictionary<string, long> Answers,
    Cost? Server,
    Cost? Generator
)
{
    /// <summary>From 0 to 1; a trial that measured nothing failed as a whole.</summary>
    public double ErrorRate => Operations == 0 ? 1 : (double)Failed / Operations;

    public static Measurement Of(Tally tally, TimeSpan duration, Usage? server, Usage? generator) =>
        new(
            tally.Latency.TotalCount + tally.Failed,
            tally.Failed,
            tally.Completed / duration.TotalSeconds,
            Percentiles.Of(tally.Latency),
            tally.Parts.ToDictionary(
                part => part.Key,
                part => Percentiles.Of(part.Value),
                StringComparer.Ordinal
            ),
            tally.Answers,
            Cost.Of(server, tally.Completed),
            Cost.Of(generator, tally.Completed)
        );
}

/// <summary>What an operation costs a process.</summary>
/// <param name="CpuMicroseconds">Processor time for each operation.</param>
/// <param name="ResidentBytes">The process's resident memory at the end.</param>
public sealed record Cost(double CpuMicroseconds, long ResidentBytes)
{
    public static Cost? Of(Usage? usage, long operations) =>
        usage is null
            ? null
            : new(usage.Cpu.TotalMicroseconds / Math.Max(operations, 1), usage.ResidentBytes);
}
