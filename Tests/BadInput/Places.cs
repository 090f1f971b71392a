using System.Text.Json.Nodes;

namespace Commerce.BadInput;

/// <summary>A place in a body, and what stands there.</summary>
internal sealed record Place(IReadOnlyList<string> Steps, JsonNode Value)
{
    public string Pointer => string.Concat(Steps.Select(step => $"/{step}"));

    /// <summary>The schema of what stands there.</summary>
    public JsonNode SchemaIn(JsonNode schema, Sample sample)
    {
        var at = sample.Resolve(schema);
        foreach (var step in Steps)
        {
            var next = at["items"] ?? at["properties"]?[step] ?? at["additionalProperties"];
            at = sample.Resolve(next!);
        }

        return at;
    }
}

internal static class Places
{
    private const string Mark = "a place to be written to";

    /// <summary>All of them: the whole, its members, theirs.</summary>
    public static IEnumerable<Place> Of(JsonNode whole) => Below(whole, []);

    /// <summary>The body with something else in a place, whether or not that is JSON.</summary>
    public static string Write(JsonNode body, string pointer, string text)
    {
        if (pointer.Length == 0)
            return text;

        var steps = pointer.Split('/')[1..];
        var at = steps[..^1].Aggregate(body, (node, step) => Child(node, step));
        if (at is JsonArray list)
            list[int.Parse(steps[^1], provider: null)] = Mark;
        else
            at[steps[^1]] = Mark;

        return body.ToJsonString().Replace($"\"{Mark}\"", text, StringComparison.Ordinal);
    }

    private static JsonNode Child(JsonNode node, string step) =>
        node is JsonArray list ? list[int.Parse(step, provider: null)]! : node[step]!;

    private static IEnumerable<Place> Below(JsonNode value, string[] steps)
    {
        yield return new(steps, value);
        var children = value switch
        {
            JsonObject members => members.Select(each => (each.Key, each.Value)),
            JsonArray items => items.Select((each, i) => ($"{i}", each)),
            _ => [],
        };
        foreach (var (step, child) in children)
        {
            foreach (var place in Below(child!, [.. steps, step]))
                yield return place;
        }
    }
}
