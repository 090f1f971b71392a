using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Commerce.Telemetry;

/// <summary>What rules and dashboards ask of Prometheus.</summary>
internal static partial class Expressions
{
    private static readonly string[] Words = ["and", "or", "unless", "offset", "bool"];

    private static string Rules => Read("Prometheus/alerts.yml");

    /// <summary>The names under which rules keep what they computed.</summary>
    public static IEnumerable<string> Recorded =>
        Record().Matches(Rules).Select(match => match.Groups["name"].Value);

    /// <summary>Each alert with all that stands under it.</summary>
    public static IEnumerable<(string Name, string Body)> Alerts =>
        Alert().Matches(Rules).Select(match => (match.Groups["name"].Value, match.Value));

    /// <summary>Every metric that is asked for, and by which labels.</summary>
    public static IEnumerable<Asked> All() =>
        Expression()
            .Matches(Rules)
            .Select(match => ("alerts.yml", match.Groups["text"].Value))
            .Concat(Dashboards().SelectMany(board => Panels(board.Name, board.Json)))
            .SelectMany(each => Names(each.Item1, each.Item2));

    public static string Read(string file) =>
        File.ReadAllText(Path.Combine(Repository.Root, "infra", file));

    private static IEnumerable<(string Name, JsonNode Json)> Dashboards() =>
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "infra/Grafana"), "*.json")
            .Select(file => (Path.GetFileName(file), JsonNode.Parse(File.ReadAllText(file))!));

    private static IEnumerable<(string, string)> Panels(string board, JsonNode json) =>
        json["panels"]!
            .AsArray()
            .SelectMany(panel => panel!["targets"]?.AsArray() ?? [])
            .Select(target => (board, target!["expr"]!.GetValue<string>()));

    private static IEnumerable<Asked> Names(string where, string expression) =>
        Selector()
            .Matches(Aside().Replace(expression, ""))
            .Where(match => !Words.Contains(match.Groups["name"].Value, StringComparer.Ordinal))
            .Select(match => new Asked(
                where,
                match.Groups["name"].Value,
                [
                    .. Matcher()
                        .Matches(match.Groups["matchers"].Value)
                        .Select(each =>
                            (
                                each.Groups["label"].Value,
                                each.Groups["operator"].Value,
                                each.Groups["value"].Value
                            )
                        ),
                ]
            ));

    [GeneratedRegex(@"- record: (?<name>\S+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Record();

    [GeneratedRegex(
        @"- alert: (?<name>\w+)\n(.*\n(?!\s*(- (alert|name|record)|#)))*.*",
        RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Alert();

    /// <summary>A block, indented by ten.</summary>
    [GeneratedRegex(@"expr: \|\n(?<text>( {10}.*\n)+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Expression();

    /// <summary>Spans of time, and the labels by which something is summed.</summary>
    [GeneratedRegex(@"\[[^\]]*\]|\b(by|without|on) \([^)]*\)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Aside();

    [GeneratedRegex(
        @"(?<![\w.])(?<name>(?>[a-z_][\w:]*))(\{(?<matchers>[^}]*)\})?(?!\s*\()",
        RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Selector();

    [GeneratedRegex(
        """(?<label>\w+)(?<operator>=~|!~|!=|=)"(?<value>[^"]*)["]""",
        RegexOptions.ExplicitCapture,
        1_000
    )]
    private static partial Regex Matcher();
}

/// <summary>A metric that some file asks for.</summary>
internal sealed record Asked(
    string Where,
    string Name,
    IReadOnlyList<(string Label, string Operator, string Value)> Matchers
);
