using System.Text.RegularExpressions;
using Commerce.EventSourcing;
using Commerce.Inventory;
using Orleans.Concurrency;

namespace Commerce;

/// <summary>
/// Rules about the code itself that no analyzer knows. After TigerBeetle's tidy.zig.
/// </summary>
public sealed partial class TidyTests
{
    private const int LineLengthMax = 100;
    private const int FileLengthMax = 300;
    private const int ProgramLengthMax = 60;

    /// <summary>Rooms in which everything ends up that belongs somewhere else.</summary>
    private static readonly string[] NoFolders =
    [
        "Common",
        "Shared",
        "Utils",
        "Helpers",
        "Core",
        "Models",
        "Services",
    ];

    /// <summary>Names that a framework gave.</summary>
    private static readonly string[] GivenNames =
    [
        "InitializeAsync",
        "DisposeAsync",
        "StartAsync",
        "StopAsync",
        "StartingAsync",
        "StartedAsync",
        "StoppingAsync",
        "StoppedAsync",
        "InvokeAsync",
        "HandleAsync",
        "ExecuteAsync",
        "BindAsync",
        "TransformAsync",
        "OnNextAsync",
        "OnErrorAsync",
        "QueueMessageBatchAsync",
        "GetQueueMessagesAsync",
        "MessagesDeliveredAsync",
    ];

    private static IEnumerable<string> Written =>
        Repository.Sources("").Concat(Repository.PageSources());

    [Fact]
    public void Lines_fit_a_hundred_columns() =>
        Assert.Empty(Lines(Written, line => line.Length > LineLengthMax));

    [Fact]
    public void Files_are_short() =>
        Assert.Empty(
            Written
                .Select(file => (Name: Repository.Name(file), Length: File.ReadLines(file).Count()))
                .Where(file =>
                    file.Length > FileLengthMax
                    || (IsProgram(file.Name) && file.Length > ProgramLengthMax)
                )
        );

    [Fact]
    public void No_folder_is_called_after_nothing() =>
        Assert.Empty(
            Repository
                .Sources("")
                .Select(file => Path.GetDirectoryName(Repository.Name(file))!)
                .Distinct()
                .Where(folder => folder.Split('/').Intersect(NoFolders).Any())
        );

    [Fact]
    public void Nothing_is_called_async() =>
        Assert.Empty(
            Lines(
                Repository.Sources(""),
                line =>
                    Suffixed().Match(line) is { Success: true } found
                    && !line.Contains(" override ", StringComparison.Ordinal)
                    && !GivenNames.Contains(found.Groups["name"].Value)
            )
        );

    /// <summary>
    /// A file in Grains that is not a grain, its plumbing or a port decides things: it must be
    /// pure.
    /// </summary>
    [Fact]
    public void Deciding_code_is_pure() =>
        Assert.Empty(
            Lines(
                Repository
                    .Sources("Grains")
                    .Where(file =>
                        !file.EndsWith("Grain.cs", StringComparison.Ordinal)
                        && !file.EndsWith("Port.cs", StringComparison.Ordinal)
                        && !file.Contains("/EventSourcing/", StringComparison.Ordinal)
                    ),
                line =>
                    !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
                    && Impure().IsMatch(line)
            )
        );

    /// <summary>
    /// Else order → payment → order waits for itself, and appends are not shared.
    /// </summary>
    [Fact]
    public void Every_aggregate_is_reentrant()
    {
        var aggregates = typeof(StockGrain)
            .Assembly.GetTypes()
            .Where(type => !type.IsAbstract && IsAggregate(type.BaseType))
            .ToList();

        Assert.NotEmpty(aggregates);
        Assert.All(
            aggregates,
            type => Assert.True(type.IsDefined(typeof(ReentrantAttribute), inherit: true))
        );

        static bool IsAggregate(Type? type) =>
            type is not null
            && (
                (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(AggregateGrain<,>))
                || IsAggregate(type.BaseType)
            );
    }

    private static bool IsProgram(string name) => Path.GetFileName(name) is "Program.cs";

    private static IEnumerable<string> Lines(IEnumerable<string> files, Func<string, bool> isBad) =>
        files.SelectMany(file =>
            File.ReadLines(file).Where(isBad).Select(line => $"{Repository.Name(file)}: {line}")
        );

    [GeneratedRegex(
        @"\b(async|await|Task|ValueTask|TimeProvider|ILogger|IGrainFactory|IJournal)\b"
            + "|using Orleans",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Impure();

    [GeneratedRegex(
        @"^\s*(public|private|protected|internal|static|async|Task|ValueTask)\b"
            + @"[^=(]*\s(?<name>\w+Async)\s*[(<]",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Suffixed();
}
