using Commerce.LoadTests.FlashSales;
using Commerce.LoadTests.Reports;

namespace Commerce.LoadTests;

/// <summary>What makes no sense is told in one line, and the exit code is 2.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("", "which scenario? --list tells of each")]
    [InlineData("nope", "there is no scenario 'nope', but add-line, ")]
    [InlineData("livez --bogus", "'--bogus'")]
    [InlineData("livez --rate x", "'x'")]
    [InlineData("livez --rate 0", "--rate must be above 0")]
    [InlineData("livez --rate NaN", "--rate must be above 0")]
    [InlineData("livez --connections 0", "--connections must be from 1 to 20000")]
    [InlineData("livez --duration 0", "--duration must be above 0")]
    [InlineData("livez --duration NaN", "--duration must be like 30s, 5m or 1h, not NaN")]
    [InlineData("livez --duration 25h", "--duration must be above 0, to 24h")]
    [InlineData("livez --warmup -1", "--warmup must be like 30s")]
    [InlineData("livez --think -1", "--think must be from 0 to 100")]
    [InlineData("livez --agents 0", "--agents must be from 1 to 64")]
    [InlineData("spike --agents 2", "--agents must be 1 for spike, which")]
    [InlineData("livez --threshold p98<1ms", "--threshold must be like p99<60ms")]
    [InlineData("livez --threshold p99<1%", "--threshold must be like p99<60ms")]
    [InlineData("livez --load nonsense", "'nonsense' is no phase of a load: ramp A..B/s TIME")]
    [InlineData("livez --also browse", "--also must be like 'browse: hold 100/s 1m', not 'browse'")]
    [InlineData("livez --also nope:x", "there is no scenario 'nope'")]
    [InlineData("livez --url https://127.0.0.1", "--url must be like http://127.0.0.1:5000")]
    [InlineData("livez --url http://127.0.0.1/x", "--url must be like http://127.0.0.1:5000")]
    [InlineData("flash-sale --bogus", "'--bogus'")]
    [InlineData("flash-sale --buyers 0", "--buyers must be from 1 to 200000")]
    [InlineData("flash-sale --units 0", "--units must be from 1 to 1000000")]
    [InlineData("flash-sale --bots 30", "--bots must be like 30%, not 30")]
    [InlineData("flash-sale --bots 130%", "--bots must be from 0% to 100%")]
    [InlineData("flash-sale --joins 0", "--joins must be from 1 to 100000")]
    [InlineData("flash-sale --kill 1", "--kill and --pause must be ids of processes")]
    [InlineData("flash-sale --limit 0", "--limit must be from 1 to 100")]
    [InlineData("flash-sale --duration 0", "--duration must be from 1 to 86400")]
    public async Task Bad_arguments_are_refused(string arguments, string expected)
    {
        await using var errors = new StringWriter();
        var commandLine = new CommandLine(errors, Nothing);

        var words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, await commandLine.Invoke(words));

        var line = Assert.Single(
            errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
        Assert.Contains(expected, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_said_has_its_default()
    {
        Settings? settings = null;
        await using var errors = new StringWriter();
        var commandLine = new CommandLine(
            errors,
            Nothing with
            {
                Run = (read, _) => Task.FromResult((settings = read).Connections),
            }
        );

        Assert.Equal(64, await commandLine.Invoke(["purchase"]));

        var track = Assert.Single(settings!.Tracks);
        Assert.Equal(("purchase", "users 64 15s"), (track.Scenario, track.Plan.Text));
        Assert.Equal(new("http://127.0.0.1:5000"), settings.Url);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.Warmup);
        Assert.Equal([Threshold.NoErrors], settings.Thresholds);
        Assert.StartsWith("artifacts/load/purchase-", settings.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flash_sale_is_what_was_said_of_it()
    {
        FlashSaleSettings? settings = null;
        await using var errors = new StringWriter();
        var commandLine = new CommandLine(
            errors,
            Nothing with
            {
                Sell = read => Task.FromResult((settings = read).Connections),
            }
        );
        var words = "flash-sale --buyers 100000 --units 1000 --bots 30% --seed 7".Split(' ');

        Assert.Equal(64, await commandLine.Invoke(words));

        Assert.Equal((100_000, 1_000), (settings!.Buyers, settings.Units));
        Assert.Equal((0.3, 7), (settings.Bots, settings.Seed));
        Assert.Equal(new("http://127.0.0.1:5000"), settings.Url);
        Assert.Empty(errors.ToString());
    }

    [Theory]
    [InlineData("livez --url http://127.0.0.1:1", "cannot reach http://127.0.0.1:1/: ")]
    [InlineData("livez --url http://127.0.0.1:1 --pid 4194305", "no process has the id 4194305")]
    [InlineData("flash-sale --operator-key k --pause 4194305", "no process has the id 4194305")]
    public async Task A_run_that_cannot_begin_says_why(string arguments, string expected)
    {
        var (exitCode, output, errors) = await Executable.Load(arguments.Split(' '));

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.StartsWith(expected, errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static Actions Nothing { get; } =
        new(
            (_, _) => throw new InvalidOperationException(),
            _ => throw new InvalidOperationException(),
            (_, _) => throw new InvalidOperationException(),
            () => throw new InvalidOperationException()
        );
}
