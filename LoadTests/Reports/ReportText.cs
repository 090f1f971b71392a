using System.Globalization;
using Commerce.LoadTests.Measuring;

namespace Commerce.LoadTests.Reports;

/// <summary>A report as people read it on a terminal.</summary>
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
        foreach (var track in report.Tracks)
        {
            foreach (var line in Lines(track, report))
                yield return line;
        }

        foreach (var (name, norm) in new[] { ("/livez", report.Livez), ("commit", report.Commit) })
        {
            if (norm is not null)
                yield return Line($"{name, -12} {Figures(norm.Rate, norm.Latency)}");
        }

        foreach (
            var (name, cost) in new[] { ("server", report.Server), ("load", report.Generator) }
        )
        {
            if (cost is not null)
            {
                yield return Line($"{name, -12} {cost.CpuOperation:0.0} µs CPU an operation, ")
                    + Line($"{cost.CpuRequest:0.0} a request, {cost.ResidentBytes >> 20:N0} MiB");
            }
        }

        foreach (var warning in report.Warnings)
            yield return $"WARNING: {warning}";
        foreach (var check in report.Checks.Concat(report.Thresholds))
            yield return $"{(check.Holds ? "holds" : "FAILED"), -8} {check.Asked}: {check.Seen}";
        if (report.Checks.Count == 0)
            yield return "not held against the shop's own books: that needs --operator-key";
    }

    private static IEnumerable<string> Lines(Track track, Report report)
    {
        var result = track.Result;
        yield return "";
        yield return Line($"{track.Scenario, -12} {Figures(result.Rate, result.Latency)}");
        foreach (var step in result.Steps)
            yield return Line($"  {step.Name, -12} {step.Count, 12:N0} {Told(step.Latency)}");

        if (track.RateTo(report.Livez) is { } share && track.P50To(report.Commit) is { } multiple)
            yield return Line(
                $"  rate is {share:0.00} of /livez, p50 is {multiple:0.0} of a commit"
            );

        yield return Line($"  operations {result.Operations:N0}, failed {result.Failed:N0}");
        foreach (var (kind, count) in result.Answers.OrderByDescending(answer => answer.Value))
            yield return Line($"  {count, 12:N0}  {kind}");
        foreach (var error in result.Errors)
            yield return Line($"  {error.Count, 12:N0}  failed of {error.Step}: {error.Kind}");
    }

    private static string Figures(double rate, Percentiles latency) =>
        Line($"{rate, 12:N1}/s {Told(latency)}");

    private static string Told(Percentiles latency) =>
        Line($"p50 {latency.P50:0.00} ms, p99 {latency.P99:0.00}, p99.9 {latency.P999:0.00}, max ")
        + Line($"{latency.Max:0.00}");

    private static string Line(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
