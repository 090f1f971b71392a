using Microsoft.AspNetCore.Builder;

namespace Commerce.LoadTests;

/// <summary>The program from end to end, against a store that knows what to expect.</summary>
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
    [InlineData("read", 1, 200)]
    [InlineData("new-cart", 1, 201)]
    [InlineData("hot-sku", 1, 201)]
    public async Task A_scenario_runs_without_an_error(string scenario, int requests, int status)
    {
        var report = await Play($"{scenario} --norms 0 --rate {Rate}");

        var (kind, count) = Assert.Single(report.Result.Answers);
        Assert.Equal($"{status}", kind);
        Assert.Equal(Rate, report.Result.Operations);
        Assert.Equal(Rate * requests, count);
        Assert.True(report.Result.Latency.P50 > 0);
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
        var report = await Play($"cart --norms 0 --rate {Rate}");

        Assert.Equal(10_000, _store.Carts);
        Assert.InRange(_store.Lines, report.Result.Operations, int.MaxValue);
        var adds = report.Result.Answers;
        Assert.Equal(report.Result.Operations, adds["201"] + adds.GetValueOrDefault("200"));
    }

    [Fact]
    public async Task A_purchase_is_an_order_of_two_products_and_its_checkout_is_told_apart()
    {
        var report = await Play($"purchase --norms 0 --rate {Rate}");

        Assert.InRange(_store.Orders.Count, report.Result.Operations, int.MaxValue);
        Assert.All(
            _store.Orders.Values,
            skus => Assert.Equal(2, skus.ToHashSet(StringComparer.Ordinal).Count)
        );
        var checkout = report.Result.Parts["checkout"];
        Assert.InRange(checkout.P50, 0.001, report.Result.Latency.P50);
        Assert.Equal(report.Result.Operations * 4, report.Result.Answers["201"]);
    }

    [Fact]
    public async Task An_open_loop_starts_as_many_operations_as_it_was_asked_to()
    {
        var report = await Play($"purchase --norms 0 --rate {Rate} --seed 7");

        Assert.Equal(("open", (double?)Rate, 7), (report.Mode, report.AskedRate, report.Seed));
        Assert.Equal(Rate, report.Result.Operations);
    }

    [Fact]
    public async Task Both_norms_are_measured_in_the_same_run()
    {
        var report = await Play($"purchase --norms 1 --pid {Environment.ProcessId}");

        Assert.Equal(report.Result.Rate / report.Livez!.Rate, report.RateToLivez);
        Assert.Equal(report.Result.Latency.P50 / report.Commit!.Latency.P50, report.P50ToCommit);
        Assert.True(report.Result.Server!.CpuMicroseconds > 0);
        Assert.True(report.Result.Server.ResidentBytes > 0);
        Assert.True(report.Result.Generator!.CpuMicroseconds > 0);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(" --max-error-rate 0.5", 1)]
    [InlineData(" --max-error-rate 1", 0)]
    public async Task Errors_are_counted_by_code_and_decide_the_exit_code(
        string share,
        int expected
    )
    {
        _store.CheckoutRefusal = "insufficient_stock";

        var (exitCode, json, errors) = await Load($"purchase --norms 0 --rate {Rate}{share}");

        Assert.Equal(expected, exitCode);
        var result = Report.FromJson(json).Result;
        Assert.Equal(result.Operations, result.Failed);
        Assert.Equal(result.Operations, result.Answers["409 insufficient_stock"]);
        Assert.Equal(result.Operations * 3, result.Answers["201"]);
        Assert.Contains("100.00 % of the operations failed", errors, StringComparison.Ordinal);
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
        Assert.Equal("livez", Report.FromJson(await File.ReadAllTextAsync(file, Token)).Scenario);
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
