using Commerce.LoadTests.Reports.Html;

namespace Commerce.LoadTests.Reports;

/// <summary>
/// A report as a page of its own: one file that asks nobody for anything and runs no script.
/// </summary>
public static class HtmlReport
{
    private static readonly string Style = ReadStyle();

    public static string Of(Report report)
    {
        var time = new Axis(TimeOf(report), Figures.Time);
        var summary = new Summary(report);
        var tracks = report.Tracks.Select((track, i) => new TrackSection(track, i + 1, time));
        var page = Markup.Of(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy"
              content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <link rel="icon" href="data:,">
            <title>Load: {summary.Title}</title>
            """
        );
        var body = Markup.Of(
            $"""
            <a class="skip" href="#main">To the figures</a>
            <nav aria-label="Sections"><a href="#asked">What was asked</a>
            {report.Tracks.Select(LinkTo)}
            <a href="#server">The server</a> <a href="#run">The run</a></nav>
            <main id="main">{summary.Draw()}{tracks.Select(track => track.Draw())}
            {new ServerSection(report, time).Draw()}{new RunSection(report).Draw()}</main>
            """
        );
        // The style is ours and no text: it is not escaped.
        return $"{page}\n<style>\n{Style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n";
    }

    private static Markup LinkTo(Track track, int index) =>
        Markup.Of($"""<a href="#track-{index + 1}">{track.Scenario}</a> """);

    /// <summary>From the warm-up's beginning to the last thing that was seen.</summary>
    private static Scale TimeOf(Report report)
    {
        var moments = report
            .Tracks.SelectMany(track => track.Result.Seconds.Select(second => (double)second.At))
            .Concat(report.Metrics.SelectMany(metric => metric.Points.Select(point => point.At)))
            .ToList();
        return Scale.Time(
            moments.Append(-report.Configuration.WarmupSeconds).Min(),
            moments.DefaultIfEmpty(0).Max()
        );
    }

    private static string ReadStyle()
    {
        using var style = new StreamReader(
            typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")!
        );
        return style.ReadToEnd();
    }
}
