using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Commerce;

/// <summary>Who may know whom: between projects, and between domains.</summary>
public sealed class ImportTests
{
    /// <summary>Domains that others use and that use no other.</summary>
    private static readonly string[] Leaves = ["Inventory", "Payments", "Promotions", "Shipping"];

    /// <summary>What a project may refer to; a project that is not here may refer to all.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Grains.Interfaces"] = ["Microsoft.Orleans.Sdk"],
        ["Grains"] = ["Grains.Interfaces", "Microsoft.Orleans.Sdk", "Microsoft.Orleans.Server"],
        ["LoadTests"] =
        [
            "Apache.Arrow",
            "Grains.Interfaces",
            "HdrHistogram",
            "Spectre.Console",
            "System.CommandLine",
        ],
    };

    [Theory]
    [InlineData("Grains.Interfaces")]
    [InlineData("Grains")]
    [InlineData("LoadTests")]
    public void A_project_refers_to_what_it_may_and_to_nothing_else(string project) =>
        Assert.Empty(References(project).Except(Allowed[project]));

    /// <summary>Else an edge could go round the grains and read what is not durable.</summary>
    [Fact]
    public void The_edge_knows_the_contract_and_not_the_grains() =>
        Assert.Empty(References("Frontend").Intersect(["Grains", "Silo"]));

    [Theory]
    [InlineData("Grains.Interfaces", "Microsoft.AspNetCore|Npgsql|System.Net.Http|HttpClient")]
    [InlineData(
        "Grains",
        "Microsoft.AspNetCore|Npgsql|System.Net.Http|HttpClient|Commerce.Journal"
    )]
    [InlineData("Frontend", "Npgsql|Microsoft.Data.Sqlite|Commerce.Journal|Commerce.EventSourcing")]
    public void What_a_project_may_not_know_is_not_in_its_sources(string project, string words)
    {
        var banned = new Regex(
            $@"\b({words})\b",
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)
        );

        Assert.Empty(
            Repository
                .Sources(project)
                .Where(file => File.ReadLines(file).Any(line => banned.IsMatch(line)))
                .Select(Repository.Name)
        );
    }

    [Theory]
    [InlineData("Grains")]
    [InlineData("Grains.Interfaces")]
    public void Domains_that_others_use_know_no_other(string project)
    {
        var domains = Directory
            .EnumerateDirectories(Path.Combine(Repository.Root, project))
            .Select(folder => Path.GetFileName(folder)!)
            .Where(folder => folder is not "EventSourcing" and not "obj" and not "bin")
            .ToList();

        var others =
            from leaf in Leaves.Intersect(domains)
            from file in Repository.Sources($"{project}/{leaf}")
            from line in File.ReadLines(file)
            from other in domains
            where other != leaf && line.Contains($"Commerce.{other}", StringComparison.Ordinal)
            select $"{Repository.Name(file)}: {line}";

        Assert.Empty(others);
    }

    private static IEnumerable<string> References(string project) =>
        XDocument
            .Load(Path.Combine(Repository.Root, project, $"{project}.csproj"))
            .Descendants()
            .Where(one =>
                one.Name.LocalName
                    is "PackageReference"
                        or "ProjectReference"
                        or "FrameworkReference"
            )
            .Select(one => (string)one.Attribute("Include")!)
            .Select(name => name.EndsWith(".csproj", StringComparison.Ordinal) ? Name(name) : name);

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project);
}
