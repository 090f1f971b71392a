using System.Globalization;
using System.Text.RegularExpressions;

namespace Commerce.LoadTests.Reports;

/// <summary>What a figure of a run must be, as <c>p99&lt;60ms</c>.</summary>
/// <remarks>
/// <c>p50 p75 p95 p99 p99.9 max</c> with ms or s, <c>rate</c> in operations a second,
/// <c>errors</c> in per cent of the operations; of one step as <c>checkout.p99</c>, of one of
/// several scenarios as <c>browse:p99</c>. Without a scenario it must hold of each.
/// </remarks>
public sealed partial record Threshold(
    string Text,
    string? Scenario,
    string? Step,
    string Figure,
    string Comparison,
    double Value
)
{
    /// <summary>That nothing fails: what is asked of a run of which nothing is.</summary>
    public static Threshold NoErrors { get; } = Read("errors<=0%")!;

    /// <summary>One of several with commas between; <c>null</c>: it is none.</summary>
    public static Threshold? Read(string text)
    {
        var match = Form().Match(text.Trim());
        if (!match.Success)
            return null;

        var number = double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture);
        var (figure, unit) = (match.Groups["figure"].Value, match.Groups["unit"].Value);
        double? value = (figure, unit) switch
        {
            ("errors", "%") => number / 100,
            ("rate", "" or "/s") => number,
            ("errors" or "rate", _) => null,
            (_, "ms") => number,
            (_, "s") => number * 1_000,
            _ => null,
        };
        var (step, scenario) = (match.Groups["step"], match.Groups["scenario"]);
        return value is null || (step.Success && figure is ("errors" or "rate"))
            ? null
            : new(
                text.Trim(),
                scenario.Success ? scenario.Value : null,
                step.Success ? step.Value : null,
                figure,
                match.Groups["comparison"].Value,
                value.Value
            );
    }

    /// <summary>One for each scenario of which it is asked.</summary>
    public IEnumerable<Check> Judge(IReadOnlyList<Track> tracks)
    {
        var asked = tracks.Where(IsAskedOf).ToList();
        return asked.Count == 0
            ? [new(Text, "no such scenario or step was played", Holds: false)]
            : asked.Select(track => Judge(track, isOnly: tracks.Count == 1));
    }

    private bool IsAskedOf(Track track) =>
        (Scenario is null || track.Scenario == Scenario)
        && (Step is null || track.Result.Steps.Any(step => step.Name == Step));

    private Check Judge(Track track, bool isOnly)
    {
        var name = isOnly || Scenario is not null ? Text : $"{track.Scenario}:{Text}";
        var result = track.Result;
        if (result.Operations == 0)
            return new(name, "no operation was measured", Holds: false);

        var latency = Step is null
            ? result.Latency
            : result.Steps.Single(step => step.Name == Step).Latency;
        var seen = Figure switch
        {
            "errors" => result.ErrorRate,
            "rate" => result.Rate,
            "p50" => latency.P50,
            "p75" => latency.P75,
            "p95" => latency.P95,
            "p99" => latency.P99,
            "p99.9" => latency.P999,
            _ => latency.Max,
        };
        return new(name, Tell(seen), Compares(seen));
    }

    private bool Compares(double seen) =>
        Comparison switch
        {
            "<" => seen < Value,
            "<=" => seen <= Value,
            ">" => seen > Value,
            _ => seen >= Value,
        };

    private string Tell(double seen) =>
        Figure switch
        {
            "errors" => seen.ToString("P2", CultureInfo.InvariantCulture),
            "rate" => string.Create(CultureInfo.InvariantCulture, $"{seen:0.#}/s"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{seen:0.##} ms"),
        };

    [GeneratedRegex(
        """
            ^(?:(?<scenario>[a-z-]+):)? (?:(?<step>[a-z][a-z\ -]*)\.)?
            (?<figure>errors|rate|p50|p75|p95|p99\.9|p99|max)
            \ *(?<comparison><=|>=|<|>)\ *(?<value>\d+(?:\.\d+)?)\ *(?<unit>ms|s|%|/s)?$
            """,
        RegexOptions.IgnorePatternWhitespace,
        1_000
    )]
    private static partial Regex Form();
}
