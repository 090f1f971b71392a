using System.Text.Json.Nodes;
using Commerce.LoadTests.Plans;

namespace Commerce.LoadTests.Scenarios;

/// <summary>Visitors leaf through the largest category, each at some depth of it.</summary>
internal sealed class Category : Scenario
{
    private string[] _pages = [];

    public override string Name => "category";

    public override string About => "a page of 50 at any depth of the largest category";

    public override async Task Prepare(Fleet fleet, LoadPlan plan) =>
        _pages = (await fleet.ForEach(1, (client, _) => Walk(client)))[0];

    public override async ValueTask<bool> Operate(Client client) =>
        (await client.Get(_pages[client.Random.Next(_pages.Length)])).Is(200);

    /// <summary>The paths of all of its pages, from the first to the last.</summary>
    private static async ValueTask<string[]> Walk(Client client)
    {
        var categories = await Read(client, "/api/v1/categories?limit=200");
        var largest =
            categories["data"]!.AsArray().MaxBy(each => (long)each!["products"]!)
            ?? throw new SetUpException("the store has no category: import something first");
        var first = $"/api/v1/categories/{largest["slug"]}/products?limit=50";
        var pages = new List<string> { first };
        while ((string?)(await Read(client, pages[^1]))["page"]!["next"] is { } next)
        {
            pages.Add($"{first}&cursor={Uri.EscapeDataString(next)}");
        }

        return [.. pages];
    }

    private static async ValueTask<JsonNode> Read(Client client, string path)
    {
        var response = await client.Get(path);
        SetUpException.Require(response.Is(200), $"GET {path}", response);
        return JsonNode.Parse(response.Body)!;
    }
}
