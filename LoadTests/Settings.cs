namespace Commerce.LoadTests;

/// <summary>What a run was asked to do.</summary>
/// <param name="Rate">Operations meant to start each second; null for closed loop.</param>
/// <param name="Norms">How long each norm is measured; zero for not at all.</param>
/// <param name="Json">The file for the report as JSON, "-" for standard output.</param>
/// <param name="MaxErrorRate">The share of failed operations that is still a success, 0 to 1.</param>
/// <param name="ServerProcess">The server's process id, when it runs on this machine.</param>
public sealed record Settings(
    string Scenario,
    Uri Url,
    double? Rate,
    int Connections,
    TimeSpan Warmup,
    TimeSpan Duration,
    TimeSpan Norms,
    int Seed,
    string? OperatorKey,
    int? ServerProcess,
    double MaxErrorRate,
    string? Json
);
