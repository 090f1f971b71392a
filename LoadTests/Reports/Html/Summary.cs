namespace Commerce.LoadTests.Reports.Html;

/// <summary>What somebody who reads no further should know: did it hold, how fast was
/// it.</summary>
internal sealed record Summary(Report Report)
{
    public Markup Draw() =>
        Markup.Of(
            $"""
            <header>
            <p class="faint">Load test of {Report.Configuration.Url.ToString()},
            {Report.Configuration.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", null)}</p>
            <h1>{Title}</h1>
            <p class="verdict {(Report.Holds ? "good" : "bad")}">
            <strong>{(Report.Holds ? "✓ Holds." : "✗ Failed.")}</strong> {Verdict()}</p>
            {Report.Warnings.Select(Warning)}
            <div class="cards">{Report.Tracks.Select(Card)}</div>
            </header>
            <section id="asked"><h2>What was asked</h2>
            {Asked("Thresholds", Report.Thresholds)}
            {Asked("The shop’s own books", Report.Checks)}
            {NoBooks.If(Report.Checks.Count == 0)}
            </section>
            """
        );

    public string Title => string.Join(" + ", Report.Tracks.Select(track => track.Scenario));

    private static Markup NoBooks { get; } =
        Markup.Of(
            $"""
            <p class="faint">The run was not held against the shop’s own books: that needs the
            operators’ key.</p>
            """
        );

    private string Verdict()
    {
        var asked = new[]
        {
            Told(Report.Thresholds, "threshold", "thresholds"),
            Told(
                Report.Checks,
                "check against the shop’s books",
                "checks against the shop’s books"
            ),
        };
        var told = asked.OfType<string>().ToList();
        return told.Count == 0 ? "Nothing was asked of this run." : $"{string.Join("; ", told)}.";
    }

    private static string? Told(IReadOnlyList<Check> checks, string one, string many) =>
        (checks.Count, Failed: checks.Count(check => !check.Holds)) switch
        {
            (0, _) => null,
            (1, 0) => $"the {one} holds",
            (var all, 0) => $"all {all} {many} hold",
            (1, _) => $"the {one} failed",
            var (all, failed) => $"{failed} of {all} {many} failed",
        };

    private static Markup Warning(string text) =>
        Markup.Of($"""<p class="warning"><strong>⚠ Mind:</strong> {text}</p>""");

    private static Markup Card(Track track)
    {
        var (result, latency) = (track.Result, track.Result.Latency);
        return Markup.Of(
            $"""
            <article class="card"><h2>{track.Scenario}</h2>
            <p>{track.About}</p><p><span class="faint">Asked:</span> <code>{track.Plan}</code></p>
            <dl class="figures">
            {Figure("Rate", Figures.Rate(result.Rate))}
            {Figure("Median", Figures.Latency(latency.P50))}
            {Figure("99 of 100 within", Figures.Latency(latency.P99))}
            {Figure("Failed", Figures.Share(result.ErrorRate))}
            </dl>
            <p>{Story(track)}</p></article>
            """
        );
    }

    private static Markup Figure(string name, string value) =>
        Markup.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    private static string Story(Track track)
    {
        var result = track.Result;
        if (result.Operations == 0)
            return "No operation was measured.";

        var told =
            $"{Figures.Count(result.Operations)} operations were measured with "
            + $"{Figures.Count(result.Requests)} requests; the slowest took "
            + $"{Figures.Latency(result.Latency.Max)}.";
        return result.Errors is [var most, ..]
            ? $"{told} {Figures.Count(result.Failed)} failed, most of them of {most.Step}: "
                + $"{most.Kind}."
            : $"{told} None failed.";
    }

    private static Markup Asked(string title, IReadOnlyList<Check> checks) =>
        Markup
            .Of($"""<h3>{title}</h3><ul class="checks">{checks.Select(Told)}</ul>""")
            .If(checks.Count > 0);

    private static Markup Told(Check check) =>
        Markup.Of(
            $"""
            <li><strong class="{(check.Holds ? "good" : "bad")}">{(check.Holds
                ? "✓ holds"
                : "✗ FAILED")}</strong> <span>{check.Asked}</span> <span>{check.Seen}</span></li>
            """
        );
}
