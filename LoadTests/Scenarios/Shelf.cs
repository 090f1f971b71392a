using System.Text.Json.Nodes;

namespace Commerce.LoadTests.Scenarios;

/// <summary>What a visitor finds in the shop.</summary>
internal static class Shelf
{
    public const string Path = "/api/v1/products?limit=50";

    /// <summary>Paths of the products of the first page; an empty shop is filled first.</summary>
    public static async Task<string[]> Find(Fleet fleet)
    {
        var found = await fleet.ForEach(1, (client, _) => List(client));
        var ids = found[0] is { Length: > 0 } listed
            ? listed
            : [.. (await Goods.Make(fleet, 50)).Select(product => product.Id)];
        return [.. ids.Select(id => $"/api/v1/products/{id}")];
    }

    private static async ValueTask<string[]> List(Client client)
    {
        var response = await client.Get(Path);
        SetUpException.Require(response.Is(200), $"GET {Path}", response);
        var page = JsonNode.Parse(response.Body)!;
        return [.. page["data"]!.AsArray().Select(product => (string)product!["id"]!)];
    }
}
