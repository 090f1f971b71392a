using System.Globalization;
using System.Text.RegularExpressions;
using Commerce.LoadTests.Reports;

namespace Commerce.LoadTests;

/// <summary>Against a program that others trust, on a server whose answer takes 10 ms.</summary>
[Collection(nameof(Measurements))]
public sealed partial class WrkTests(ITestOutputHelper output)
{
    private const int Rounds = 5;
    private const double Tolerance = 0.03;

    [Fact]
    public async Task Rate_and_median_are_those_of_wrk()
    {
        using var server = new DelayedServer(TimeSpan.FromMilliseconds(10));
        var url = server.Url;

        // In turns, so that whatever else the machine does falls on both.
        var (ours, theirs) = (new List<Figures>(), new List<Figures>());
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(await Load(url));
            theirs.Add(await Wrk(url));
            output.WriteLine($"load {ours[^1]}, wrk {theirs[^1]}");
        }

        // The best of each: whatever else the machine does can only slow a run down.
        AssertClose(theirs.Max(run => run.Rate), ours.Max(run => run.Rate));
        AssertClose(theirs.Min(run => run.P50), ours.Min(run => run.P50));
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.InRange(actual / expected, 1 - Tolerance, 1 + Tolerance);

    private static async Task<Figures> Load(Uri url)
    {
        var arguments = $"livez --url {url} --warmup 2 --duration 2 --norms 0 --json -";
        var (exitCode, json, errors) = await Executable.Load(arguments.Split(' '));
        Assert.True(exitCode == 0, errors);
        var result = Report.FromJson(json).Tracks[0].Result;
        return new(result.Rate, result.Latency.P50);
    }

    private static async Task<Figures> Wrk(Uri url)
    {
        var arguments = $"--threads 1 --connections 64 --duration 2 --latency {url}";
        var (exitCode, text, errors) = await Executable.Run("wrk", arguments.Split(' '));
        Assert.True(exitCode == 0, errors);
        return new(Number(RateLine().Match(text)), Number(MedianLine().Match(text)));
    }

    private static double Number(Match match)
    {
        Assert.True(match.Success);
        return double.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Requests/sec:\s+(?<number>[\d.]+)", RegexOptions.None, 1_000)]
    private static partial Regex RateLine();

    [GeneratedRegex(@"50%\s+(?<number>[\d.]+)ms", RegexOptions.None, 1_000)]
    private static partial Regex MedianLine();

    private sealed record Figures(double Rate, double P50);
}
