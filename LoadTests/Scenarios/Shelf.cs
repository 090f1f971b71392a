using System.Text.Json.Nodes;

namespace Commerce.LoadTests.Scenarios;

/// <summary>What a visitor finds in the shop.</summary>
internal static class Shelf
{
    public const string Path = "/api/v1/products?limit=50";

    /// <summary>Paths of the products of the first page; an empty shop is filled first.</summary>
    public static async Task<string[]> Find(Fleet fleet)
    {
        var found = await fleet.ForEach(1, (client, _) => List(client, each => each["id"]!));
        var ids = found[0] is { Length: > 0 } listed
            ? listed
            : [.. (await Goods.Make(fleet, 50)).Select(product => product.Id)];
        return [.. ids.Select(id => $"/api/v1/products/{id}")];
    }

    /// <summary>The words of their names, the most frequent first.</summary>
    public static async Task<string[]> Words(Fleet fleet)
    {
        await Find(fleet);
        var names = await fleet.ForEach(
            1,
            (client, _) => List(client, each => each["name"]!["en"]!)
        );
        return
        [
            .. names[0]
                .SelectMany(name => name.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .CountBy(word => word, StringComparer.Ordinal)
                .OrderByDescending(word => word.Value)
                .Select(word => word.Key)
                // What was just made is not listed at once.
                .DefaultIfEmpty("Load"),
        ];
    }

    private static async ValueTask<string[]> List(Client client, Func<JsonNode, JsonNode> told)
    {
        var response = await client.Get(Path);
        SetUpException.Require(response.Is(200), $"GET {Path}", response);
        var page = JsonNode.Parse(response.Body)!;
        return [.. page["data"]!.AsArray().Select(product => (string)told(product!)!)];
    }
}
