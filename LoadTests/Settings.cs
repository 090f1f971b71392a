namespace Commerce.LoadTests;

/// <summary>What a run was asked to do.</summary>
/// <param name="Rate">Operations meant to start each second; null for closed loop.</param>
/// <param name="Norms">How long each norm is measured; zero for not at all.</param>
/// <param name="Json">The file for the report as JSON, "-" for standard output.</param>
/// <param name="MaxErrorRate">The share of failures that is still a success, 0 to 1.</param>
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
)
{
    private static readonly TimeSpan Long = TimeSpan.FromDays(1);

    /// <summary>What is wrong with them, in a line; null when they hold.</summary>
    public string? Problem =>
        this switch
        {
            { Rate: <= 0 or > 1_000_000 or double.NaN } => "--rate must be above 0, to 1000000",
            { Connections: < 1 or > 10_000 } => "--connections must be from 1 to 10000",
            { MaxErrorRate: < 0 or > 1 or double.NaN } => "--max-error-rate must be from 0 to 1",
            _ when Warmup < TimeSpan.Zero || Warmup > Long => "--warmup must be 0 to 86400",
            _ when Duration <= TimeSpan.Zero || Duration > Long =>
                "--duration must be above 0, to 86400",
            _ when Norms < TimeSpan.Zero || Norms > Long => "--norms must be 0 to 86400",
            _ => null,
        };
}
