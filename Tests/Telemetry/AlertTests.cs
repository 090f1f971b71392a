using System.Diagnostics;

namespace Commerce.Telemetry;

/// <summary>Each alert fires when it should, and says what to do.</summary>
public sealed class AlertTests
{
    private static string Folder => Path.Combine(Repository.Root, "infra/Prometheus");

    [Fact]
    public void Each_alert_says_how_urgent_it_is_and_where_it_is_explained() =>
        Assert.All(
            Expressions.Alerts,
            alert =>
            {
                Assert.Matches("severity: (page|ticket)\n", alert.Body);
                Assert.Contains("summary: ", alert.Body, StringComparison.Ordinal);
                Assert.EndsWith(
                    $"runbook_url: docs/runbook.md#{alert.Name.ToLowerInvariant()}",
                    alert.Body.TrimEnd(),
                    StringComparison.Ordinal
                );
            }
        );

    [Fact]
    public void The_runbook_explains_each_alert_and_no_other()
    {
        var runbook = File.ReadLines(Path.Combine(Repository.Root, "docs/runbook.md"));
        var explained = runbook.Where(line => line.StartsWith("## ", StringComparison.Ordinal));

        Assert.Equal(Expressions.Alerts.Select(alert => $"## {alert.Name}"), explained);
    }

    /// <summary>By Prometheus' own program, on time series that are made up.</summary>
    [Fact]
    public async Task Each_alert_fires_when_it_should_and_not_before()
    {
        var tests = Expressions.Read("Prometheus/alerts.test.yml");
        foreach (var (name, _) in Expressions.Alerts)
        {
            var asked = tests.Split($"alertname: {name}\n")[1..];
            Assert.Contains(asked, after => IsExpected(after));
            Assert.Contains(asked, after => !IsExpected(after));
        }

        var (code, said) = await Promtool("test", "rules", "alerts.test.yml");

        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task The_rules_are_what_Prometheus_takes()
    {
        var (code, said) = await Promtool("check", "rules", "alerts.yml");

        Assert.True(code == 0, said);
    }

    /// <summary>Whether the alert is to fire, as what stands behind its name says.</summary>
    private static bool IsExpected(string after) =>
        after.Split('\n')[1].TrimStart().StartsWith("exp_alerts", StringComparison.Ordinal);

    /// <summary>From the package that ./dev fetched, else wherever it is installed.</summary>
    private static async Task<(int Code, string Said)> Promtool(params string[] arguments)
    {
        var own = Path.Combine(Repository.Root, "artifacts/prometheus/usr/bin/promtool");
        using var process = Process.Start(
            new ProcessStartInfo(File.Exists(own) ? own : "promtool", arguments)
            {
                WorkingDirectory = Folder,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var said = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error + await said);
    }
}
