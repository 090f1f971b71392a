using Commerce.LoadTests.Measuring;
using Commerce.LoadTests.Reports;
using Microsoft.AspNetCore.Builder;

namespace Commerce.LoadTests;

/// <summary>The program from end to end, against a store that knows what to expect.</summary>
[Collection(nameof(Upheavals))]
public sealed class ScenarioTests : IAsyncLifetime
{
    /// <summary>Operations in the second that is measured: exactly these, however slow the
    /// machine is just then.</summary>
    private const int Rate = 50;

    private readonly FakeStore _store = new();
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync() => _app = await LocalServer.Start(_store.Map);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("livez", 1, 200)]
    [InlineData("browse", 2, 200)]
    [InlineData("search", 1, 200)]
    [InlineData("read", 1, 200)]
    [InlineData("new-cart", 1, 201)]
    [InlineData("hot-sku", 1, 201)]
    public async Task A_scenario_runs_without_an_error(string scenario, int requests, int status)
    {
        var report = await Play($"{scenario} --norms 0 --think 0 --rate {Rate}");

        var (kind, count) = Assert.Single(report.Tracks[0].Result.Answers);
        Assert.Equal($"{status}", kind);
        Assert.Equal(Rate, report.Tracks[0].Result.Operations);
        Assert.Equal(Rate * requests, count);
        Assert.True(report.Tracks[0].Result.Latency.P50 > 0);
    }

    [Fact]
    public async Task A_hot_sku_is_held_once_by_each_holder()
    {
        await Play($"hot-sku --norms 0 --rate {Rate}");

        Assert.All(_store.Holds.Values, sku => Assert.Equal("LOAD-HOT", sku));
    }

    [Fact]
    public async Task Lines_are_added_to_the_carts_of_the_set_up()
    {
        var report = await Play($"add-line --norms 0 --rate {Rate}");

        Assert.Equal(10_000, _store.Carts);
        Assert.InRange(_store.Lines, report.Tracks[0].Result.Operations, int.MaxValue);
        var adds = report.Tracks[0].Result.Answers;
        Assert.Equal(
            report.Tracks[0].Result.Operations,
            adds["201"] + adds.GetValueOrDefault("200")
        );
    }

    [Fact]
    public async Task A_purchase_is_an_order_of_two_products_and_its_checkout_is_told_apart()
    {
        var report = await Play($"purchase --norms 0 --rate {Rate}");

        Assert.InRange(_store.Orders.Count, report.Tracks[0].Result.Operations, int.MaxValue);
        Assert.All(
            _store.Orders.Values,
            skus => Assert.Equal(2, skus.ToHashSet(StringComparer.Ordinal).Count)
        );
        var checkout = report.Tracks[0].Result.Steps.Single(step => step.Name == "checkout");
        Assert.InRange(checkout.Latency.P50, 0.001, report.Tracks[0].Result.Latency.P50);
        Assert.Equal(
            report.Tracks[0].Result.Operations * 4,
            report.Tracks[0].Result.Answers["201"]
        );
    }

    [Fact]
    public async Task An_open_loop_starts_as_many_operations_as_it_was_asked_to()
    {
        var report = await Play($"purchase --norms 0 --rate {Rate} --seed 7");

        Assert.Equal(($"hold {Rate}/s 1s", 7), (report.Tracks[0].Plan, report.Configuration.Seed));
        Assert.Equal(Rate, report.Tracks[0].Result.Operations);
    }

    [Fact]
    public async Task Both_norms_are_measured_in_the_same_run()
    {
        var report = await Play($"purchase --norms 1 --pid {Environment.ProcessId}");

        var (track, livez, commit) = (report.Tracks[0], report.Livez!, report.Commit!);
        Assert.Equal(track.Result.Rate / livez.Rate, track.RateTo(livez));
        Assert.Equal(track.Result.Latency.P50 / commit.Latency.P50, track.P50To(commit));
        Assert.True(report.Server!.CpuOperation > 0);
        Assert.True(report.Server.ResidentBytes > 0);
        Assert.Equal(report.Generator!.CpuOperation / 4, report.Generator.CpuRequest, 1.0);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(" --threshold errors<50%", 1)]
    [InlineData(" --threshold errors<=100%", 0)]
    public async Task Errors_are_counted_by_code_and_decide_the_exit_code(
        string share,
        int expected
    )
    {
        _store.CheckoutRefusal = "insufficient_stock";

        var (exitCode, json, errors) = await Load($"purchase --norms 0 --rate {Rate}{share}");

        Assert.Equal(expected, exitCode);
        var result = Report.FromJson(json).Tracks[0].Result;
        Assert.Equal(result.Operations, result.Failed);
        Assert.Equal(result.Operations, result.Answers["409 insufficient_stock"]);
        Assert.Equal(result.Operations * 3, result.Answers["201"]);
        Assert.Equal(
            [new ErrorTold("checkout", "409 insufficient_stock", result.Failed)],
            result.Errors
        );
        Assert.Contains("100.00 %", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_the_shop_does_not_bear_out_has_failed()
    {
        _store.SoldBesides = 1;

        var (exitCode, json, _) = await Load($"purchase --norms 0 --rate {Rate}");

        Assert.Equal(1, exitCode);
        var check = Assert.Single(Report.FromJson(json).Checks, check => !check.Holds);
        Assert.Contains("the shop sold", check.Asked, StringComparison.Ordinal);
        Assert.Contains("LOAD-", check.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_goes_to_a_file_and_people_read_the_rest()
    {
        var file = Path.GetTempFileName();
        var url = _app.Url();

        var (exitCode, output, _) = await Executable.Load([
            .. $"livez --norms 0 --warmup 0 --duration 1 --url {url} --json {file}".Split(' '),
        ]);

        Assert.Equal(0, exitCode);
        Assert.Contains("p99.9", output, StringComparison.Ordinal);
        Assert.Equal(
            "livez",
            Report.FromJson(await File.ReadAllTextAsync(file, Token)).Tracks[0].Scenario
        );
        File.Delete(file);
    }

    [Fact]
    public async Task A_wrong_operator_key_is_told_in_a_line()
    {
        var url = _app.Url();

        var (exitCode, _, errors) = await Executable.Load([
            .. $"purchase --norms 0 --url {url} --operator-key wrong".Split(' '),
        ]);

        Assert.Equal(2, exitCode);
        var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith(
            "set-up failed: PUT /admin/v1/products/key=load-",
            line,
            StringComparison.Ordinal
        );
        Assert.EndsWith(" answered 401 unauthorized", line, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<Report> Play(string arguments)
    {
        var (exitCode, json, errors) = await Load(arguments);
        Assert.True(exitCode == 0, errors);
        return Report.FromJson(json);
    }

    private Task<(int ExitCode, string Output, string Errors)> Load(string arguments) =>
        Executable.Load([
            .. $"{arguments} --warmup 0.3 --duration 1 --connections 8 --json -".Split(' '),
            .. $"--url {_app.Url()} --operator-key {FakeStore.OperatorKey}".Split(' '),
        ]);
}
