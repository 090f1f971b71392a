using Commerce.LoadTests.Reports;

namespace Commerce.LoadTests;

/// <summary>Several processes that make a load together are as one.</summary>
[Collection(nameof(Measurements))]
public sealed class AgentTests
{
    private const int Delay = 10;

    [Fact]
    public async Task Two_agents_measure_what_one_does()
    {
        using var server = new DelayedServer(TimeSpan.FromMilliseconds(Delay));

        var one = await Play(server.Url, agents: 1);
        var two = await Play(server.Url, agents: 2);

        Assert.Equal(1_000, one.Operations);
        Assert.Equal(1_000, two.Operations);
        Assert.Equal(one.Answers, two.Answers);
        Assert.Equal(1_000, two.Distribution.Sum(bar => bar.Count));
        Assert.InRange(two.Latency.P50 / one.Latency.P50, 0.97, 1.03);
        Assert.InRange(two.Latency.P50, Delay, Delay * 1.1);
        Assert.InRange(two.Seconds.Sum(second => second.Succeeded), 950, 1_200);
    }

    [Fact]
    public async Task What_agents_did_is_held_against_the_shops_books_together()
    {
        var store = new FakeStore();
        await using var app = await LocalServer.Start(store.Map);

        var report = await Load(
            $"purchase --rate 50 --agents 3 --url {app.Url()} "
                + $"--operator-key {FakeStore.OperatorKey}"
        );

        Assert.Equal(50, report.Tracks[0].Result.Operations);
        var sold = report.Checks.Single(check => check.Asked.Contains("shop sold"));
        Assert.Equal(
            $"{store.Orders.Count * 2} units sold, {store.Orders.Count * 2} bought",
            sold.Seen
        );
        Assert.Equal(3, report.Configuration.Agents);
    }

    [Fact]
    public async Task Why_an_agent_cannot_begin_is_told()
    {
        var store = new FakeStore();
        await using var app = await LocalServer.Start(store.Map);

        var (code, _, errors) = await Executable.Load(
            $"purchase --norms 0 --agents 2 --url {app.Url()} --operator-key wrong".Split(' ')
        );

        Assert.Equal(2, code);
        Assert.StartsWith("set-up failed: PUT", errors, StringComparison.Ordinal);
    }

    private static async Task<Measuring.Measurement> Play(Uri url, int agents) =>
        (await Load($"livez --rate 500 --duration 2s --url {url} --agents {agents}"))
            .Tracks[0]
            .Result;

    private static async Task<Report> Load(string arguments)
    {
        var duration = arguments.Contains("--duration", StringComparison.Ordinal)
            ? ""
            : " --duration 1s";
        var (code, json, errors) = await Executable.Load(
            $"{arguments}{duration} --norms 0 --warmup 300ms --json -".Split(' ')
        );
        Assert.True(code == 0, errors);
        return Report.FromJson(json);
    }
}
