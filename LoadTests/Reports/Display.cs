using System.Globalization;
using Spectre.Console;

namespace Commerce.LoadTests.Reports;

/// <summary>Shows a load as it runs: a live table on a terminal, else a line a second.</summary>
public sealed class Display(IAnsiConsole console)
{
    private const int RowsMax = 12;

    /// <summary>Where plain lines go.</summary>
    public TextWriter Writer => console.Profile.Out.Writer;

    /// <param name="title">What is being played.</param>
    /// <param name="play">Plays it, and tells what happens once a second.</param>
    public Task<T> During<T>(string title, Func<Action<IReadOnlyList<TrackSecond>>, Task<T>> play)
    {
        if (console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal)
        {
            return DuringLive(title, play);
        }

        Writer.WriteLine(title);
        return play(tracks =>
        {
            foreach (var track in tracks)
                Writer.WriteLine($"  {string.Join("  ", Cells(track, tracks.Count > 1))}");
        });
    }

    private Task<T> DuringLive<T>(
        string title,
        Func<Action<IReadOnlyList<TrackSecond>>, Task<T>> play
    )
    {
        var table = new Table()
            .Title(Markup.Escape(title))
            .AddColumns("time", "rate", "p50", "p99", "max", "errors", "backlog", "scenario")
            .HideHeaders();
        return console
            .Live(table)
            .StartAsync(context =>
                play(tracks =>
                {
                    foreach (var track in tracks)
                    {
                        if (table.Rows.Count == RowsMax)
                        {
                            table.RemoveRow(0);
                        }

                        table.AddRow(
                            Cells(track, tracks.Count > 1).Select(Markup.Escape).ToArray()
                        );
                    }

                    context.Refresh();
                })
            );
    }

    private static string[] Cells(TrackSecond track, bool isOfMany)
    {
        var (second, latency) = (track.Second, track.Second.Latency);
        return
        [
            Text($"{second.At, 5} s"),
            Text($"{second.Succeeded, 9:N0}/s"),
            Text($"p50 {latency.P50, 8:0.00} ms"),
            Text($"p99 {latency.P99, 8:0.00} ms"),
            Text($"max {latency.Max, 8:0.0} ms"),
            Text($"{second.Failed:N0} errors"),
            second.Backlog > 0 ? Text($"backlog {second.Backlog:N0}") : "",
            isOfMany ? track.Scenario : "",
        ];
    }

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
