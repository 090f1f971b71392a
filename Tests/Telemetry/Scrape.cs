using System.Text.RegularExpressions;
using Commerce.Stores;

namespace Commerce.Telemetry;

/// <summary>What a store tells whoever scrapes it.</summary>
internal sealed partial record Scrape(string Text)
{
    /// <summary>Each series: its name, its labels, its value.</summary>
    public IReadOnlyList<SeriesSeen> Series { get; } =
    [
        .. Sample()
            .Matches(Text)
            .Select(match => new SeriesSeen(
                match.Groups["name"].Value,
                Label()
                    .Matches(match.Groups["labels"].Value)
                    .ToDictionary(
                        label => label.Groups["name"].Value,
                        label => label.Groups["value"].Value,
                        StringComparer.Ordinal
                    ),
                double.Parse(
                    match.Groups["value"].ValueSpan,
                    System.Globalization.CultureInfo.InvariantCulture
                )
            )),
    ];

    public static async Task<Scrape> Read(StoreProcess store)
    {
        using var http = new HttpClient { BaseAddress = store.Url };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Shop.OperatorKey);
        return new(await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken));
    }

    public bool Has(string name) => Series.Any(each => each.Name == name);

    /// <summary>The value of the one series of a name that has a label.</summary>
    public double Value(string name, string label, string value) =>
        Series
            .Single(each => each.Name == name && each.Labels.GetValueOrDefault(label) == value)
            .Value;

    [GeneratedRegex(
        @"^(?<name>[a-z_]+)(\{(?<labels>.*)\})? (?<value>\S+)( \d+)?\r?$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Sample();

    [GeneratedRegex(
        """(?<name>\w+)="(?<value>([^"\\]|\\.)*)"[,]?""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Label();
}

internal sealed record SeriesSeen(
    string Name,
    IReadOnlyDictionary<string, string> Labels,
    double Value
);
