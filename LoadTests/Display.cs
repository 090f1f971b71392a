using System.Globalization;
using Spectre.Console;

namespace Commerce.LoadTests;

/// <summary>Shows a trial as it runs: a live table on a terminal, else a line a second.</summary>
public sealed class Display(IAnsiConsole console)
{
    private const int RowsMax = 12;

    /// <summary>Where plain lines go.</summary>
    public TextWriter Writer => console.Profile.Out.Writer;

    /// <param name="title">What is being played.</param>
    /// <param name="play">Plays it, and tells what happens once a second.</param>
    public Task<T> During<T>(string title, Func<Action<Moment>, Task<T>> play)
    {
        if (console.Profile.Capabilities.Interactive && console.Profile.Out.IsTerminal)
        {
            return DuringLive(title, play);
        }

        Writer.WriteLine(title);
        return play(moment => Writer.WriteLine($"  {string.Join("  ", Cells(moment))}"));
    }

    private Task<T> DuringLive<T>(string title, Func<Action<Moment>, Task<T>> play)
    {
        var table = new Table()
            .Title(Markup.Escape(title))
            .AddColumns("rate", "p50", "p99", "errors")
            .HideHeaders();
        return console
            .Live(table)
            .StartAsync(context =>
                play(moment =>
                {
                    if (table.Rows.Count == RowsMax)
                    {
                        table.RemoveRow(0);
                    }

                    table.AddRow(Cells(moment));
                    context.Refresh();
                })
            );
    }

    private static string[] Cells(Moment moment)
    {
        var latency = moment.Latency;
        return
        [
            Text($"{moment.Succeeded, 9:N0}/s"),
            Text($"p50 {latency.P50, 8:0.00} ms"),
            Text($"p99 {latency.P99, 8:0.00} ms"),
            Text($"{moment.Failed:N0} errors"),
        ];
    }

    private static string Text(FormattableString text) =>
        text.ToString(CultureInfo.InvariantCulture);
}
