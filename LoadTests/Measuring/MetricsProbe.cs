using System.Diagnostics;
using System.Globalization;
using System.Text;
using Commerce.LoadTests.Http;
using Commerce.LoadTests.Reports;

namespace Commerce.LoadTests.Measuring;

/// <summary>
/// Asks the server each second what it tells of itself at <c>/metrics</c>, in the text format of
/// Prometheus, and keeps what matters of it.
/// </summary>
internal sealed class MetricsProbe(Target target, string? operatorKey)
{
    private const string Path = "/metrics";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private static readonly Gauge[] Gauges =
    [
        new(Metric.ProcessorsBusy, "", Kind.Rate, "dotnet_process_cpu_time_seconds_total"),
        new("memory", "MiB", Kind.Sum, "dotnet_process_memory_working_set_bytes", 1.0 / (1 << 20)),
        new(
            "time in garbage collection",
            "%",
            Kind.Rate,
            "dotnet_gc_pause_time_seconds_total",
            100
        ),
        new("requests", "/s", Kind.Rate, "http_server_request_duration_seconds_count"),
        new("events", "/s", Kind.Rate, "commerce_journal_events_total"),
        new("commits", "/s", Kind.Rate, "commerce_journal_commit_duration_seconds_count"),
        new("commit", "ms", Kind.Mean, "commerce_journal_commit_duration_seconds", 1_000),
        new("append waits", "ms", Kind.Mean, "commerce_journal_append_wait_seconds", 1_000),
        new("queue before the journal", "", Kind.Sum, "commerce_journal_queue"),
        new("lag of views and streams", "ms", Kind.Most, "commerce_tail_lag_seconds", 1_000),
    ];

    private readonly List<Point>[] _points = [.. Gauges.Select(_ => new List<Point>())];
    private Dictionary<string, (double Sum, double Most)> _before = [];
    private double _askedAt;

    /// <summary>Each that the server told; none where it does not.</summary>
    public IReadOnlyList<Metric> Metrics =>
        [
            .. Gauges
                .Zip(_points, (gauge, points) => new Metric(gauge.Name, gauge.Unit, points))
                .Where(metric => metric.Points.Count > 0),
        ];

    public async Task Run(TimeSpan warmup, CancellationToken ended)
    {
        if (operatorKey is null)
            return;

        using var fleet = new Fleet(target, connections: 1, seed: 0, operatorKey);
        var start = Stopwatch.GetTimestamp();
        using var ticks = new PeriodicTimer(Period, TimeProvider.System);
        do
        {
            var answer = await fleet.Clients[0].Get(Path);
            if (answer.Status is 401 or 403 or 404)
                return;
            if (answer.Is(200))
                Keep(Read(answer.Body), Stopwatch.GetElapsedTime(start) - warmup);
        } while (await Tick(ticks, ended));
    }

    private void Keep(Dictionary<string, (double Sum, double Most)> now, TimeSpan at)
    {
        var passed = at.TotalSeconds - _askedAt;
        foreach (var (gauge, points) in Gauges.Zip(_points))
        {
            if (Value(gauge, now, passed) is { } value && double.IsFinite(value))
                points.Add(new(double.Round(at.TotalSeconds, 1), value * gauge.Factor));
        }

        (_before, _askedAt) = (now, at.TotalSeconds);
    }

    private double? Value(
        Gauge gauge,
        Dictionary<string, (double Sum, double Most)> now,
        double passed
    ) =>
        gauge.Kind switch
        {
            Kind.Sum => now.TryGetValue(gauge.Family, out var value) ? value.Sum : null,
            Kind.Most => now.TryGetValue(gauge.Family, out var value) ? value.Most : null,
            Kind.Rate => Rise(gauge.Family, now) / passed,
            _ => Rise($"{gauge.Family}_sum", now) / Rise($"{gauge.Family}_count", now),
        };

    private double? Rise(string family, Dictionary<string, (double Sum, double Most)> now) =>
        now.TryGetValue(family, out var value) && _before.TryGetValue(family, out var before)
            ? value.Sum - before.Sum
            : null;

    /// <summary>The sum and the largest of each family's series.</summary>
    private static Dictionary<string, (double Sum, double Most)> Read(ReadOnlySpan<byte> body)
    {
        var read = new Dictionary<string, (double Sum, double Most)>(StringComparer.Ordinal);
        foreach (var line in Encoding.UTF8.GetString(body).AsSpan().EnumerateLines())
        {
            var end = line.IndexOfAny('{', ' ');
            var space = line.LastIndexOf(' ');
            if (end < 0 || line[0] == '#' || Number(line[(space + 1)..]) is not { } value)
                continue;

            var family = line[..end].ToString();
            var before = read.GetValueOrDefault(family);
            read[family] = (before.Sum + value, double.Max(before.Most, value));
        }

        return read;
    }

    private static double? Number(ReadOnlySpan<char> text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static async Task<bool> Tick(PeriodicTimer ticks, CancellationToken ended)
    {
        try
        {
            return await ticks.WaitForNextTickAsync(ended);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private enum Kind
    {
        Sum,
        Most,
        Rate,
        Mean,
    }

    private sealed record Gauge(
        string Name,
        string Unit,
        Kind Kind,
        string Family,
        double Factor = 1
    );
}
