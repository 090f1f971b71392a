#!/usr/bin/env dotnet
// Package stanzas (apt-cache dumpavail) on standard input, one product a line on standard output.
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

using var input = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8, false, 1 << 20);
await using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 20);

// One product a package: of several versions and architectures the newest is for sale.
var packages = new SortedDictionary<string, Package>(StringComparer.Ordinal);
foreach (var package in Package.Read(input))
{
    if (
        package.IsDescribed
        && !(packages.TryGetValue(package.Name, out var other) && !package.IsNewerThan(other))
    )
    {
        packages[package.Name] = package;
    }
}

var skus = new Codes(packages.Keys, Codes.Sku, max: 64);
var slugs = new Codes(packages.Keys, Codes.Slug, max: 100);
foreach (var (name, package) in packages)
{
    var product = package.Product(skus[name], slugs[name]);
    JsonSerializer.Serialize(output, product, Rows.Readable.Product);
    output.WriteByte((byte)'\n');
}

/// <summary>The fields of one stanza that a shop can use, without the names of people.</summary>
internal sealed partial class Package
{
    private static readonly string[] Attributes =
    [
        "Version",
        "Homepage",
        "Architecture",
        "Priority",
        "Size",
    ];

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    public string Name => field ??= Field("Package") ?? "";

    public bool IsDescribed => Name.Length > 0 && Described is not null;

    private string? Described =>
        _fields.GetValueOrDefault("Description-en") ?? _fields.GetValueOrDefault("Description");

    public static IEnumerable<Package> Read(TextReader reader)
    {
        var package = new Package();
        var field = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                yield return package;
                package = new Package();
            }
            else if (line[0] is ' ' or '\t')
            {
                // A line of a longer field; one that holds only a dot is an empty one.
                package.Append(field, line.AsSpan().Trim() is "." ? "" : line);
            }
            else if (line.Split(':', 2) is [var name, var text])
            {
                field = name;
                package.Append(field, text);
            }
        }

        yield return package;
    }

    private void Append(string field, string text)
    {
        if (
            field is "Package" or "Description" or "Description-en" or "Section" or "Installed-Size"
            || Attributes.Contains(field)
        )
        {
            _fields[field] = _fields.TryGetValue(field, out var before)
                ? $"{before}\n{text}"
                : text;
        }
    }

    public bool IsNewerThan(Package other) =>
        string.CompareOrdinal(SortKey(Version), SortKey(other.Version)) > 0;

    private string Version => Field("Version") ?? "";

    public Product Product(string sku, string slug)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Name));
        var description = $"{Described}\n".Split('\n', 2);
        return new Product(
            $"debian/{Name}",
            slug,
            new Localized(Line(description[0], max: 256) ?? Name),
            Line(description[1], max: 4_000) is { } text ? new Localized(text) : null,
            [Codes.Slug(Field("Section") ?? "misc")],
            Attributes
                .Select(name => KeyValuePair.Create(name.ToLowerInvariant(), Field(name)))
                .Where(attribute => attribute.Value is not null)
                .ToDictionary(StringComparer.Ordinal),
            [],
            Published: true,
            [new Variant(sku, [new Price(Cents(hash[4]), "EUR")], Stock(hash))]
        );
    }

    private string? Field(string name) => Line(_fields.GetValueOrDefault(name, ""), max: 256);

    private static uint Stock(byte[] hash) => BinaryPrimitives.ReadUInt32BigEndian(hash) % 501;

    // Dearer with each doubling of the size, spread by up to ten euros, and always ends in 9.
    private int Cents(byte spread)
    {
        _ = ulong.TryParse(Field("Installed-Size"), CultureInfo.InvariantCulture, out var size);
        var doublings = BitOperations.Log2(size | 1);
        return 99 + (40 * doublings * doublings) + (spread * 4 / 10 * 10);
    }

    // Plain text on one line: strict JSON takes no control characters, not even line ends.
    private static string? Line(string text, int max)
    {
        var line = Unprintable().Replace(text, " ").Trim();
        var end = Math.Min(line.Length, max);
        return end == 0 ? null : line[..(char.IsHighSurrogate(line[end - 1]) ? end - 1 : end)];
    }

    // Debian Policy 5.6.12 as text that sorts: "~" before the end of a part, that before letters,
    // those before other signs; numbers by their length first.
    private static string SortKey(string version)
    {
        var colon = version.IndexOf(':', StringComparison.Ordinal);
        var dash = version.LastIndexOf('-');
        var end = dash > colon ? dash : version.Length;
        return Part(version[..Math.Max(colon, 0)])
            + Part(version[(colon + 1)..end])
            + Part(version[end..]);

        static string Part(string text) =>
            string.Concat(
                VersionPart()
                    .Matches(text)
                    .Select(match =>
                    {
                        var number = match.Groups["number"].Value.TrimStart('0');
                        var signs = match
                            .Groups["signs"]
                            .Value.Select(sign =>
                                sign is '~' ? '\u0001'
                                : char.IsAsciiLetter(sign) ? sign
                                : (char)(sign + 256)
                            );
                        return $"{string.Concat(signs)}\u0002{(char)number.Length}{number}";
                    })
            );
    }

    [GeneratedRegex(@"[\p{C}\s]+", RegexOptions.None, 10_000)]
    private static partial Regex Unprintable();

    [GeneratedRegex("(?<signs>[^0-9]*)(?<number>[0-9]*)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex VersionPart();
}

/// <summary>A code for each name, never two the same, and the same on every machine.</summary>
internal sealed class Codes
{
    private readonly Dictionary<string, string> _codes = new(StringComparer.Ordinal);

    public Codes(IReadOnlyCollection<string> names, Func<string, string> encode, int max)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);

        // A name that needs no change keeps it, whatever another is changed into.
        foreach (
            var name in names.OrderBy(name =>
                !string.Equals(encode(name), name, StringComparison.Ordinal)
            )
        )
        {
            var code = encode(name);
            if (code.Length > max || code.Length == 0 || !taken.Add(code))
            {
                var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
                var start = code[..Math.Min(code.Length, max - 13)];
                code = $"{start}-{Convert.ToHexStringLower(hash, 0, 6)}".TrimStart('-');
                taken.Add(code);
            }

            _codes.Add(name, code);
        }
    }

    public string this[string name] => _codes[name];

    public static string Sku(string name) =>
        string.Concat(
            name.Select(sign =>
                char.IsAsciiLetterOrDigit(sign) || sign is '.' or '_' or '-' ? $"{sign}"
                : sign is '+' ? ".plus"
                : "-"
            )
        );

    public static string Slug(string name) =>
        string.Join(
            '-',
            Sku(name)
                .ToLowerInvariant()
                .Split(['.', '_', '-'], StringSplitOptions.RemoveEmptyEntries)
        );
}

internal sealed record Product(
    string Key,
    string Slug,
    Localized Name,
    Localized? Description,
    string[] Categories,
    Dictionary<string, string?> Attributes,
    string[] Media,
    bool Published,
    Variant[] Variants
);

internal sealed record Localized(string En);

internal sealed record Variant(string Sku, Price[] Prices, uint Stock);

internal sealed record Price(int Amount, string Currency);

[JsonSerializable(typeof(Product))]
internal sealed partial class Rows : JsonSerializerContext
{
    /// <summary>Escapes what JSON must, not what HTML must: "g++" stays "g++".</summary>
    public static Rows Readable { get; } =
        new(
            new JsonSerializerOptions(JsonSerializerDefaults.Web)
            {
                DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
}
