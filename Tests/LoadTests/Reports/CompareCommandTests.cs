namespace Commerce.LoadTests.Reports;

/// <summary>Two files, a table, and an exit code that a pipeline can heed.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(5, 9, 1, "WORSE")]
    [InlineData(9, 5, 0, "better")]
    [InlineData(5, 5, 0, "noise")]
    public async Task The_exit_code_says_whether_something_is_worse(
        double before,
        double after,
        int expected,
        string verdict
    )
    {
        var first = await Write("a.json", MadeReports.Run(20, _ => before).ToJson());
        var second = await Write("b.json", MadeReports.Run(20, _ => after).ToJson());

        var (exitCode, output, errors) = await Executable.Load("compare", first, second);

        Assert.Equal((expected, ""), (exitCode, errors));
        var line = Assert.Single(
            output.Split('\n'),
            line => line.Split(' ', Words) is ["purchase", "p50", ..]
        );
        Assert.Equal(
            $"purchase  p50 {before} ms {after} ms {verdict}".Split(' ', Words),
            line.Split(' ', Words).Where((_, i) => i is not (6 or 7))
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"tracks":[null]}""")]
    public async Task A_file_that_is_no_report_is_refused_in_a_line(string text)
    {
        var first = await Write("a.json", MadeReports.Run(20, _ => 1).ToJson());
        var second = await Write("b.json", text);

        await Refused($"{second} is no report", "compare", first, second);
    }

    [Fact]
    public async Task Reports_of_other_scenarios_and_files_that_are_not_there_are_refused()
    {
        var report = MadeReports.Run(20, _ => 1);
        var first = await Write("a.json", report.ToJson());
        var second = await Write(
            "b.json",
            report.With(track => track with { Scenario = "browse" }).ToJson()
        );

        await Refused("no scenario in common", "compare", first, second);
        await Refused("missing.json", "compare", first, _folder.File("missing.json"));
        await Refused("after", "compare", first);
    }

    private const StringSplitOptions Words = StringSplitOptions.RemoveEmptyEntries;

    private static async Task Refused(string expected, params string[] arguments)
    {
        var (exitCode, output, errors) = await Executable.Load(arguments);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(
            expected,
            Assert.Single(errors.Split('\n', Words)),
            StringComparison.Ordinal
        );
    }

    private async Task<string> Write(string name, string text)
    {
        var file = _folder.File(name);
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        return file;
    }
}
