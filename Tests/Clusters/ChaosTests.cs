using System.Diagnostics;

namespace Commerce.Clusters;

/// <summary>
/// Two minutes of <c>./dev chaos</c>: whatever happens to a cluster, no invariant breaks.
/// </summary>
[Trait("Suite", "Chaos")]
[Collection(nameof(Upheavals))]
public sealed class ChaosTests(ITestOutputHelper output)
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Beside other tests it is told how late a hold ended, and judged that it did: the verb judges
    /// by the second.
    /// </summary>
    private const string Lateness = "--lateness=15";

    [Fact]
    public async Task A_cluster_that_is_broken_in_every_way_keeps_its_invariants()
    {
        var (code, told) = await Chaos("--seed=2", "--minutes=1.5", Lateness);

        var broken = told.Split('\n').SkipWhile(line => !IsBroken(line)).TakeWhile(IsEvidence);
        Assert.True(code == 0, string.Join('\n', broken));
        Assert.Contains("VERDICT: held", told, StringComparison.Ordinal);

        static bool IsBroken(string line) => line.Contains("BROKEN", StringComparison.Ordinal);
        static bool IsEvidence(string line) => IsBroken(line) || line.StartsWith(' ');
    }

    private async Task<(int Code, string Told)> Chaos(params string[] arguments)
    {
        string[] apart = Environment.IsPrivilegedProcess ? ["unshare", "--net", "--mount"] : [];
        var program = Path.Combine(Repository.Root, "artifacts/bin/Chaos/release", "Chaos.dll");
        string[] line = [.. apart, "dotnet", program, .. arguments];
        using var process = Process.Start(
            new ProcessStartInfo(line[0], line[1..])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        using var time = new CancellationTokenSource(TimeMax);
        var told = await process.StandardOutput.ReadToEndAsync(time.Token);
        await process.WaitForExitAsync(time.Token);
        output.WriteLine(told);
        return (process.ExitCode, told);
    }
}
