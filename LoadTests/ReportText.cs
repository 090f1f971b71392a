using System.Globalization;

namespace Commerce.LoadTests;

/// <summary>A report as people read it.</summary>
public static class ReportText
{
    public static void Write(TextWriter writer, Report report)
    {
        foreach (var line in Lines(report))
        {
            writer.WriteLine(line);
        }
    }

    private static IEnumerable<string> Lines(Report report)
    {
        var result = report.Result;
        yield return "";
        yield return Line($"{report.Scenario, -10} {Figures(result.Rate, result.Latency)}");
        foreach (var (part, latency) in result.Parts)
        {
            yield return Line($"  {part, -8} {"", 14} {Percentiles(latency)}");
        }

        if (report.Livez is { } livez)
        {
            var share = Line($"  rate is {report.RateToLivez:0.00} of it");
            yield return Line($"{"/livez", -10} {Figures(livez.Rate, livez.Latency)}{share}");
        }

        if (report.Commit is { } commit)
        {
            var multiple = Line($"  p50 is {report.P50ToCommit:0.0} of it");
            yield return Line($"{"commit", -10} {Figures(commit.Rate, commit.Latency)}{multiple}");
        }

        yield return Line($"operations {result.Operations:N0}, failed {result.Failed:N0}");
        foreach (var (kind, count) in result.Answers.OrderByDescending(answer => answer.Value))
        {
            yield return Line($"  {count, 12:N0}  {kind}");
        }

        foreach (
            var (name, cost) in new[] { ("server", result.Server), ("load", result.Generator) }
        )
        {
            if (cost is not null)
            {
                var memory = cost.ResidentBytes / 1024 / 1024;
                yield return Line(
                    $"{name, -10} {cost.CpuMicroseconds:0.0} µs CPU an operation, {memory:N0} MiB"
                );
            }
        }
    }

    private static string Figures(double rate, Percentiles latency) =>
        Line($"{rate, 12:N1}/s {Percentiles(latency)}");

    private static string Percentiles(Percentiles latency) =>
        Line($"p50 {latency.P50:0.00} ms, p99 {latency.P99:0.00}, p99.9 {latency.P999:0.00}, max ")
        + Line($"{latency.Max:0.00}");

    private static string Line(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
