using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Commerce.Inventory;

namespace Commerce;

/// <summary>
/// That every event ever stored can still be read. The golden file has one of each kind, written
/// by hand; a line of it may be added and never be changed.
/// </summary>
public sealed class GoldenEventsTests
{
    private static readonly Dictionary<string, Type> Kinds = typeof(IStockGrain)
        .Assembly.GetTypes()
        .Where(type => IsEvents(type))
        .SelectMany(events =>
            events
                .GetCustomAttributes<JsonDerivedTypeAttribute>()
                .Select(kind => (Kind: (string)kind.TypeDiscriminator!, Events: events))
        )
        .ToDictionary(kind => kind.Kind, kind => kind.Events);

    public static TheoryData<string> Lines =>
        [
            .. File.ReadLines(
                Path.Combine(Repository.Root, "Grains.Interfaces", "Events.golden.jsonl")
            ),
        ];

    [Fact]
    public void Each_kind_of_event_is_there_once() =>
        Assert.Equal(
            Kinds.Keys.Order(StringComparer.Ordinal),
            Lines.Select(line => Kind(line.Data)).Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_stored_event_is_read_and_written_the_same(string line)
    {
        Assert.Equal(line, Again(line));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void What_a_newer_program_added_is_passed_over(string line)
    {
        var newer = line[..^1] + ""","someday":{"more":[1,null]}}""";

        Assert.Equal(line, Again(newer));
    }

    private static string Kind(string line) => (string)JsonNode.Parse(line)!["kind"]!;

    private static string Again(string line) =>
        (string)
            typeof(GoldenEventsTests)
                .GetMethod(nameof(ReadAndWrite), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(Kinds[Kind(line)])
                .Invoke(null, [line])!;

    private static string ReadAndWrite<TEvent>(string line)
        where TEvent : IDomainEvent<TEvent> =>
        JsonSerializer.Serialize(JsonSerializer.Deserialize(line, TEvent.Json)!, TEvent.Json);

    private static bool IsEvents(Type type) =>
        type.IsAbstract
        && type.GetInterfaces()
            .Any(one =>
                one.IsGenericType
                && one.GetGenericTypeDefinition() == typeof(IDomainEvent<>)
                && one.GetGenericArguments()[0] == type
            );
}
