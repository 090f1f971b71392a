using System.Reflection;
using Commerce.LoadTests.Plans;
using Commerce.LoadTests.Reports;
using Commerce.LoadTests.Scenarios;
using Microsoft.AspNetCore.Builder;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Commerce.LoadTests;

/// <summary>That the scenario of the README is one.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task Its_scenario_plays_and_its_steps_can_have_thresholds()
    {
        var scenario = Compile(Example());
        Assert.Equal("window", scenario.Name);
        await using var app = await LocalServer.Start(app =>
        {
            app.MapGet("/api/v1/categories", () => "ok");
            app.MapGet("/api/v1/products", (int limit) => $"{limit}");
        });
        using var fleet = new Fleet(await app.Target(), 2, seed: 1, operatorKey: null);
        var plan = LoadPlan.AtRate(100, TimeSpan.FromSeconds(0.2));

        var tally = await new Trial(
            fleet,
            scenario,
            plan,
            TimeSpan.Zero,
            System.Diagnostics.Stopwatch.GetTimestamp()
        ).Play(_ => { }, TestContext.Current.CancellationToken);

        var result = Measuring.Measurement.Of(tally.Counts, tally.Length, []);
        var tracks = new[] { new Track(scenario.Name, scenario.About, plan.Text, result) };
        Assert.Equal((20, 0), (result.Operations, result.Failed));
        Assert.Equal(["shelves", "window"], result.Steps.Select(step => step.Name));
        Assert.All(Threshold.Read("shelves.p99<20s")!.Judge(tracks), Holds);
        Assert.All(
            Threshold.Read("shelves.p99>20s")!.Judge(tracks),
            check => Assert.False(check.Holds)
        );

        static void Holds(Check check) => Assert.True(check.Holds, check.Seen);
    }

    /// <summary>The lines that stand in, below the name of their file.</summary>
    private static string Example()
    {
        var lines = File.ReadLines(Path.Combine(Repository.Root, "README.md"))
            .SkipWhile(line => !line.Contains("LoadTests/Scenarios/", StringComparison.Ordinal))
            .SkipWhile(line => !line.StartsWith("    ", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal))
            .ToList();
        Assert.InRange(lines.Count, 5, 10);
        return string.Join('\n', lines);
    }

    private static Scenario Compile(string code)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file));
        // As the project has it: implicit usings.
        const string Usings = "global using System.Threading.Tasks;";
        var compilation = CSharpCompilation.Create(
            "example",
            [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(code)],
            references,
            new(OutputKind.DynamicallyLinkedLibrary)
        );
        using var assembly = new MemoryStream();
        var emitted = compilation.Emit(assembly);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        var type = Assembly.Load(assembly.ToArray()).GetTypes().Single(type => type.IsPublic);
        return (Scenario)Activator.CreateInstance(type)!;
    }
}
