using System.Diagnostics;
using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Scenarios;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Commerce.LoadTests;

/// <summary>A server that answers at once, but for two seconds it answers nobody.</summary>
[Collection(nameof(Measurements))]
public sealed class StallTests
{
    private const int Connections = 16;
    private const int Rate = 500;

    private static readonly TimeSpan StallStart = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StallEnd = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task An_open_loop_shows_the_stall_in_each_request_that_it_delayed()
    {
        var (tally, result) = await Play(Rate);

        // One second's worth was meant to start in the stall more than a second before its end.
        Assert.InRange(CountOver(Slow, tally), Rate * 0.95, Rate * 1.1);
        Assert.InRange(result.Latency.P999, 1_900, 2_500);
        Assert.InRange(result.Latency.Max, 1_900, 2_500);
        Assert.Equal(Rate * 5, result.Operations);
        Assert.Equal(0, result.Failed);
    }

    /// <summary>What the open loop is for: asking only when answered omits what the stall delayed,
    /// and a count of slow requests can tell.</summary>
    [Fact]
    public async Task A_closed_loop_shows_the_stall_once_for_each_connection()
    {
        var (tally, result) = await Play(rate: null);

        Assert.Equal(Connections, CountOver(Slow, tally));
        Assert.InRange(result.Latency.Max, 1_900, 2_500);
        Assert.InRange(result.Latency.P99, 0, 1_000);
    }

    private static async Task<(Tally, Measurement)> Play(double? rate)
    {
        await using var app = await LocalServer.Start(app => app.Run(Answer()));
        using var fleet = new Fleet(await app.Target(), Connections, seed: 1, operatorKey: null);
        var (warmup, duration) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        var plan = rate is { } asked
            ? LoadPlan.AtRate(asked, duration)
            : LoadPlan.WithUsers(Connections, duration);
        var trial = new Trial(
            fleet,
            Playbook.Find("livez")!,
            plan,
            warmup,
            Stopwatch.GetTimestamp()
        );
        var tally = await trial.Play(_ => { }, CancellationToken.None);
        return (tally, Measurement.Of(tally.Counts, tally.Length, []));
    }

    private static RequestDelegate Answer()
    {
        var start = new Lazy<long>(Stopwatch.GetTimestamp);
        return async _ =>
        {
            var now = Stopwatch.GetElapsedTime(start.Value);
            if (now >= StallStart && now < StallEnd)
            {
                await Task.Delay(StallEnd - now, TimeProvider.System);
            }
        };
    }

    private static long CountOver(TimeSpan latency, Tally tally) =>
        tally
            .Counts.Latency.RecordedValues()
            .Where(value => value.ValueIteratedTo > latency.TotalMicroseconds)
            .Sum(value => value.CountAtValueIteratedTo);
}
