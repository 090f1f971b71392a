using System.Diagnostics;
using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Reports;
using Commerce.LoadTests.Scenarios;
using Microsoft.AspNetCore.Builder;

namespace Commerce.LoadTests;

/// <summary>Scenarios whose users are people, who do things twice and want them once.</summary>
public sealed class PeopleTests : IAsyncLifetime
{
    private readonly FakeStore _store = new();
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync() => _app = await LocalServer.Start(_store.Map);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Of_ten_carts_seven_are_left()
    {
        var (exitCode, report) = await Load("cart --think 0 --rate 400 --duration 1");

        Assert.Equal(0, exitCode);
        var paid = _store.Orders.Count / (double)_store.Carts;
        Assert.InRange(paid, 0.2, 0.4);
        Assert.Contains(report.Tracks[0].Result.Steps, step => step.Name == "checkout");
    }

    [Fact]
    public async Task A_checkout_that_was_not_answered_is_asked_again_and_is_one_order()
    {
        _store.CheckoutFaults = 3;

        var (exitCode, report) = await Load("cart --think 0 --rate 100 --duration 1");

        Assert.Equal(0, exitCode);
        Assert.True(_store.CheckoutFaults < 0);
        var sold = Assert.Single(
            report.Checks,
            check => check.Asked.StartsWith("the shop sold", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("never heard", sold.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_orders_of_one_double_click_are_an_error()
    {
        _store.ForgetsKeys = true;

        var (exitCode, report) = await Load("cart --think 0 --rate 500 --duration 1");

        Assert.Equal(1, exitCode);
        var error = Assert.Single(report.Tracks[0].Result.Errors);
        Assert.Equal(("checkout", "two orders for one key"), (error.Step, error.Kind));
    }

    [Fact]
    public async Task Steps_of_a_mixture_are_told_with_their_part()
    {
        var (exitCode, report) = await Load("mixed --think 0 --rate 500 --duration 1");

        Assert.Equal(0, exitCode);
        Assert.Equal(
            [
                "browse list",
                "browse open",
                "buy add",
                "buy cart",
                "buy checkout",
                "leave add",
                "leave cart",
                "search find",
            ],
            report.Tracks[0].Result.Steps.Select(step => step.Name)
        );
        var steps = report
            .Tracks[0]
            .Result.Steps.ToDictionary(step => step.Name, StringComparer.Ordinal);
        Assert.InRange(steps["browse list"].Count, 500 * 0.61, 500 * 0.81);
        Assert.InRange(steps["search find"].Count, 500 * 0.09, 500 * 0.21);
        Assert.InRange(steps["leave cart"].Count, 500 * 0.05, 500 * 0.16);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public async Task A_hot_sku_is_held_until_there_is_none_left_and_not_once_more(
        long besides,
        int expected
    )
    {
        _store.HeldBesides = besides;

        var (exitCode, json, _) = await Executable.Load([
            "hot-sku",
            "--load",
            "users 8 until-sold-out",
            .. Said("--warmup 0 --norms 0"),
        ]);
        var report = Report.FromJson(json);

        Assert.Equal(expected, exitCode);
        Assert.Equal(20_000, _store.Holds.Count);
        Assert.Equal(0, report.Tracks[0].Result.Failed);
        Assert.Equal(2 * expected, report.Checks.Count(check => !check.Holds));
    }

    [Theory]
    [InlineData("/later", 0)]
    [InlineData("/away", 30)]
    public async Task Only_who_is_told_when_to_come_again_was_sent_away(string path, int failed)
    {
        var plan = LoadPlan.AtRate(30, TimeSpan.FromSeconds(1));
        using var fleet = new Fleet(
            await _app.Target(),
            connections: 4,
            seed: 1,
            operatorKey: null
        );
        var trial = new Trial(
            fleet,
            new Asking(path),
            plan,
            TimeSpan.Zero,
            Stopwatch.GetTimestamp()
        );

        var tally = await trial.Play(_ => { }, TestContext.Current.CancellationToken);

        Assert.Equal(((long)failed, 0L), (tally.Counts.Failed, tally.Counts.Completed));
        Assert.Equal(30, tally.Counts.Answers["503 overloaded"]);
    }

    [Fact]
    public void The_tenth_is_wanted_a_tenth_as_often_as_the_first()
    {
        const int Seed = 7;
        var (popularity, random) = (new Popularity(200), new Random(Seed));
        var picked = new int[200];
        for (var i = 0; i < 200_000; i++)
            picked[popularity.Pick(random)]++;

        // The sum of 1/n to 200 is 5.878.
        Assert.Equal(200_000 / 5.878, picked[0], 1_000.0);
        Assert.Equal(picked[0] / 10.0, picked[9], 300.0);
        Assert.Equal(picked[0] / 100.0, picked[99], 100.0);
        Assert.True(picked[^1] > 0, $"seed {Seed}");
    }

    private async Task<(int ExitCode, Report Report)> Load(string arguments)
    {
        var (exitCode, json, errors) = await Executable.Load([
            .. arguments.Split(' '),
            .. Said("--warmup 0.3 --norms 0"),
        ]);
        Assert.True(exitCode < 2, errors);
        return (exitCode, Report.FromJson(json));
    }

    private string[] Said(string arguments) =>
        [
            .. $"{arguments} --connections 8 --json - --url {_app.Url()}".Split(' '),
            "--operator-key",
            FakeStore.OperatorKey,
        ];

    private sealed class Asking(string path) : Scenario
    {
        public override string Name => "asking";

        public override string About => "ask for what is not served now";

        public override bool MayBeSentAway => true;

        public override async ValueTask<bool> Operate(Client client) =>
            (await client.Get(path)).Is(200);
    }
}
