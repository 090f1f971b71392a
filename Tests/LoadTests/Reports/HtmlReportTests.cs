using Commerce.Browsers;
using Commerce.LoadTests.Measuring;
using Microsoft.Playwright;

namespace Commerce.LoadTests.Reports;

/// <summary>The page of a report, in a real browser.</summary>
public sealed class HtmlReportTests(SharedChromium chromium) : IAsyncLifetime
{
    private const string Hostile =
        """</title></style><script>document.title='run'</script><img src="http://evil.test">"&'""";

    /// <summary>Where a report's texts are shown.</summary>
    private static readonly string[] Places =
    [
        "nav",
        "h1",
        ".warning",
        ".card h2",
        ".card code",
        ".card p:last-child",
        "#asked li:last-child span",
        "#track-1 h2",
        "#track-1 tbody tr:last-child th",
        "#server h4",
        ".facts dd",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _asked = [];
    private readonly List<string> _complaints = [];
    private IPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        _page = await (await chromium.Open()).NewPageAsync();
        _page.Request += (_, request) => _asked.Add(request.Url);
        _page.Console += (_, said) => _complaints.Add(said.Text);
        _page.PageError += (_, error) => _complaints.Add(error);
    }

    public async ValueTask DisposeAsync()
    {
        await _page.Context.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Texts_from_elsewhere_are_shown_as_texts_and_nobody_is_asked_for_anything()
    {
        var report = HostileReport();

        var url = await Open(report);

        Assert.Equal([url], _asked.Where(asked => asked is not "data:,"));
        Assert.Empty(_complaints);
        Assert.Equal($"Load: {Hostile}", await _page.TitleAsync());
        Assert.Equal(0, await _page.Locator("script, img").CountAsync());
        foreach (var place in Places)
            Assert.Contains(Hostile, await Text(place), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1_280)]
    public async Task Nothing_is_wider_than_the_screen(int width)
    {
        await _page.SetViewportSizeAsync(width, 800);

        await Open(HostileReport());

        Assert.Equal(width, await _page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task It_tells_the_figures_of_the_json()
    {
        var json = MadeReports
            .Run(20, at => at is 5 ? 12.34 : 4.5, failed: at => at is 7 ? 25 : 0)
            .With(track =>
                track with
                {
                    Result = track.Result with { Errors = [new("checkout", "503 overloaded", 25)] },
                }
            )
            .ToJson();
        var report = Report.FromJson(json);
        var result = report.Tracks[0].Result;

        await Open(report);

        Assert.Equal(
            [
                Figures.Rate(result.Rate),
                Figures.Latency(result.Latency.P50),
                Figures.Latency(result.Latency.P99),
                Figures.Share(result.ErrorRate),
            ],
            await _page.Locator(".card dd").AllInnerTextsAsync()
        );
        Assert.Equal(
            ["checkout", "503 overloaded", "25", "1.25 %"],
            await Row("Errors", "checkout")
        );
        Assert.Equal(
            ["checkout", "1,975", "4.89 ms", "7.34 ms", "9.78 ms", "14.7 ms", "19.6 ms", "24.5 ms"],
            await Row("Steps of an operation", "checkout")
        );
        await _page.Locator("summary").ClickAsync();
        Assert.Equal(
            ["5 s", "100", "100/s", "0/s", "0", "12.3 ms", "24.7 ms", "37 ms", "61.7 ms"],
            await Row("Figures over time", "5 s")
        );
        Assert.Contains(report.Configuration.Command, await Text("#run"), StringComparison.Ordinal);
        Assert.StartsWith("✓ Holds. ", await Text(".verdict"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_which_nothing_came_says_so()
    {
        var empty = MadeReports
            .Run(1, _ => 0)
            .With(track =>
                track with
                {
                    Result = Measurement.Of(new(), TimeSpan.FromSeconds(1), []),
                }
            );

        await Open(
            empty with
            {
                Server = null,
                Generator = null,
                Metrics = [],
                Checks = [],
                Thresholds = [new("errors<=0%", "no operation was measured", Holds: false)],
                Warnings = ["the generator was late"],
            }
        );

        Assert.Equal("✗ Failed. the threshold failed.", await Text(".verdict"));
        Assert.Equal("⚠ Mind: the generator was late", await Text(".warning"));
        Assert.Contains(
            "No operation was measured.",
            await Text(".card"),
            StringComparison.Ordinal
        );
        Assert.Contains("not held against", await Text("#asked"), StringComparison.Ordinal);
    }

    private static Report HostileReport()
    {
        var report = MadeReports.Run(20, at => at);
        return report.With(track =>
            new(
                Hostile,
                Hostile,
                Hostile,
                track.Result with
                {
                    Steps = [new(Hostile, 1, track.Result.Latency)],
                    Answers = new Dictionary<string, long> { [Hostile] = 1 },
                    Errors = [new(Hostile, Hostile, 1)],
                }
            )
        ) with
        {
            Configuration = report.Configuration with
            {
                Command = Hostile,
                Machine = new(Hostile, Hostile, 2, 1, Hostile, Hostile),
            },
            Metrics = [new(Hostile, Hostile, [new(1, 1)])],
            Checks = [new(Hostile, Hostile, Holds: false)],
            Thresholds = [new(Hostile, Hostile, Holds: true)],
            Warnings = [Hostile],
        };
    }

    private async Task<string> Open(Report report)
    {
        var file = _folder.File("report.html");
        await File.WriteAllTextAsync(
            file,
            HtmlReport.Of(report),
            TestContext.Current.CancellationToken
        );
        var url = new Uri(file).ToString();
        await _page.GotoAsync(url);
        return url;
    }

    private Task<string> Text(string selector) => _page.Locator(selector).First.InnerTextAsync();

    private async Task<IEnumerable<string>> Row(string table, string of)
    {
        var row = _page
            .Locator("table")
            .Filter(new() { HasText = table })
            .Locator("tr")
            .Filter(new() { Has = _page.Locator($"th:text-is('{of}')") });
        return await row.Locator("th, td").AllInnerTextsAsync();
    }
}
