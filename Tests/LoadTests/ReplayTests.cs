using Commerce.LoadTests.Replays;
using Commerce.LoadTests.Reports;
using Commerce.Stores;

namespace Commerce.LoadTests;

/// <summary>Real orders, played into a real store.</summary>
[Collection(nameof(Measurements))]
public sealed class ReplayTests
{
    /// <summary>In cents: of each row's sales, a unit's share rounded, times its units.</summary>
    private const long ExpectedAmount = 229_717_652;

    /// <summary>As they are counted in the package's table by other means.</summary>
    [Fact]
    public async Task The_history_is_whole_and_in_order()
    {
        var history = await Superstore.Fetch();

        Assert.Equal(5_009, history.Count);
        Assert.Equal(9_994, history.Sum(order => order.Lines.Length));
        Assert.Equal(37_873, history.Sum(order => order.Units));
        Assert.Equal(ExpectedAmount, history.Sum(order => order.Amount));
        Assert.Equal(
            (new DateOnly(2014, 1, 3), new DateOnly(2017, 12, 30)),
            (history[0].Day, history[^1].Day)
        );
        Assert.Equal(history, history.OrderBy(order => order.Day));
    }

    [Fact]
    public async Task A_store_reports_to_the_cent_what_was_replayed()
    {
        await using var store = await StoreProcess.Start();

        var (exitCode, json, errors) = await Executable.Load([
            .. $"replay --duration 25s --norms 0 --warmup 1 --json - --url {store.Url}".Split(' '),
            "--operator-key",
            Shop.OperatorKey,
        ]);

        Assert.True(exitCode == 0, errors);
        var report = Report.FromJson(json);
        Assert.Equal(5_009, report.Tracks[0].Result.Operations);
        var reported = Assert.Single(
            report.Checks,
            check => check.Seen.EndsWith(" cents", StringComparison.Ordinal)
        );
        Assert.Equal($"5,009 orders of 37,873 units for {ExpectedAmount} cents", reported.Seen);
        Assert.Contains(report.Checks, check => check.Seen == "37,873 units sold, 37,873 bought");
    }
}
