using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Commerce.Customers;

/// <summary>How addresses of a country are written, as its post would have them.</summary>
/// <param name="Layout">
/// The lines below the street, divided by slashes: C is the city, Z the postal code, R the code of
/// the region and r its name.
/// </param>
/// <param name="Required">What may not be missing, in the same letters.</param>
/// <param name="PostalCodes">The forms of its postal codes; empty where it has none.</param>
/// <param name="RegionIs">What its regions are: states, provinces.</param>
/// <param name="Regions">By the end of their ISO 3166-2 codes; empty: whatever is written.</param>
internal sealed record AddressFormat(
    Country Country,
    string Name,
    string Layout,
    string Required,
    string PostalCodes,
    string? RegionIs,
    FrozenDictionary<string, string> Regions
)
{
    private static readonly TimeSpan MatchMax = TimeSpan.FromSeconds(1);

    private static readonly FrozenDictionary<Country, AddressFormat> Formats = Read()
        .ToFrozenDictionary(each => each.Country);

    private readonly Regex? _postalCode =
        PostalCodes.Length == 0 ? null : new(PatternOf(PostalCodes), RegexOptions.None, MatchMax);

    /// <summary>A regular expression that all its postal codes match, in capitals.</summary>
    public string? PostalCodePattern => _postalCode?.ToString();

    public static IEnumerable<AddressFormat> All =>
        Formats.Values.OrderBy(each => each.Country.Code, StringComparer.Ordinal);

    public static AddressFormat Of(Country country) => Formats[country];

    public bool Requires(char part) => Required.Contains(part, StringComparison.Ordinal);

    public bool IsPostalCode(string text) => _postalCode?.IsMatch(text) ?? true;

    /// <summary>
    /// The code of a region that is written as its code, with the country's before it or not, or
    /// as its name; <c>null</c> if there is none such.
    /// </summary>
    public string? RegionOf(string text)
    {
        if (Regions.Count == 0)
            return text;

        var code = text.ToUpperInvariant();
        var alone = code.StartsWith(Country.Code + "-", StringComparison.Ordinal)
            ? code[3..]
            : code;
        return Regions.ContainsKey(alone)
            ? alone
            : Regions
                .FirstOrDefault(each => each.Value.Equals(text, StringComparison.OrdinalIgnoreCase))
                .Key;
    }

    /// <summary>The lines of a letter's label.</summary>
    public ImmutableArray<string> Label(BookAddress address)
    {
        var region = address.Region ?? "";
        var parts = new Dictionary<char, string?>
        {
            ['C'] = address.City,
            ['Z'] = address.PostalCode,
            ['R'] = region,
            ['r'] = Regions.GetValueOrDefault(region, region),
        };
        string?[] lines =
        [
            address.Name,
            address.Line1,
            address.Line2,
            .. Layout.Split('/').Select(line => Fill(line, parts)),
            Name.ToUpperInvariant(),
        ];
        return [.. lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line!)];
    }

    private static string Fill(string line, Dictionary<char, string?> parts)
    {
        var text = new StringBuilder();
        foreach (var c in line)
            text.Append(parts.TryGetValue(c, out var part) ? part : c);

        return text.ToString().Trim(' ', ',', '-');
    }

    /// <summary>
    /// From forms that are divided by bars: 9 is a digit, @ a letter, * either; a space or a hyphen
    /// may be missing, or be the other.
    /// </summary>
    private static string PatternOf(string forms)
    {
        var pattern = new StringBuilder("^(");
        foreach (var c in forms)
        {
            pattern.Append(
                c switch
                {
                    '9' => "[0-9]",
                    '@' => "[A-Z]",
                    '*' => "[0-9A-Z]",
                    ' ' or '-' => "[ -]?",
                    _ => c,
                }
            );
        }

        return pattern.Append(")$").ToString();
    }

    private static IEnumerable<AddressFormat> Read()
    {
        using var stream = typeof(AddressFormat).Assembly.GetManifestResourceStream(
            "countries.tsv"
        )!;
        using var text = new StreamReader(stream);
        while (text.ReadLine() is { } line)
        {
            var cells = line.Split('\t');
            yield return new(
                new(cells[0]),
                cells[1],
                cells[2],
                cells.ElementAtOrDefault(3) ?? "",
                cells.ElementAtOrDefault(4) ?? "",
                cells.ElementAtOrDefault(5),
                (cells.ElementAtOrDefault(6) ?? "")
                    .Split(';', StringSplitOptions.RemoveEmptyEntries)
                    .Select(each => each.Split('='))
                    .ToFrozenDictionary(each => each[0], each => each[1], StringComparer.Ordinal)
            );
        }
    }
}
