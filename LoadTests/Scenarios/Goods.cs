using Commerce.LoadTests.Http;

namespace Commerce.LoadTests.Scenarios;

/// <summary>A product of one variant.</summary>
internal sealed record Product(string Id, string Sku);

/// <summary>What is put into the shop; nothing of it needs to be escaped in JSON.</summary>
/// <param name="Price">In minor units of EUR.</param>
internal sealed record Ware(string Key, string Sku, string Name, long Price, string Category);

/// <summary>Puts products with plenty of stock into the shop, as an operator.</summary>
internal static class Goods
{
    /// <summary>The units of one receipt.</summary>
    public const int Receipt = 1_000_000;

    /// <summary>Products load-1 to load-<paramref name="count"/>, with one receipt each.</summary>
    public static Task<Product[]> Make(Fleet fleet, int count) =>
        Make(fleet, [.. Enumerable.Range(1, count).Select(number => Load($"{number}"))], Receipt);

    /// <summary>Products of which the run may sell, with so many units each.</summary>
    public static async Task<Product[]> Make(Fleet fleet, IReadOnlyList<Ware> wares, int units)
    {
        RequireOperatorKey(fleet);
        var products = await fleet.ForEach(wares.Count, (client, i) => Put(client, wares[i]));
        await fleet.ForEach(wares.Count, (client, i) => Receive(client, products[i].Sku, units));
        foreach (var product in products)
            fleet.Books.Open(product.Sku);
        return products;
    }

    /// <summary>One product, with as many receipts as it needs.</summary>
    public static async Task<Product> Make(Fleet fleet, string name, int receipts)
    {
        RequireOperatorKey(fleet);
        var products = await fleet.ForEach(1, (client, _) => Put(client, Load(name)));
        await fleet.ForEach(receipts, (client, _) => Receive(client, products[0].Sku, Receipt));
        return products[0];
    }

    /// <summary>What loads sell where it does not matter.</summary>
    public static Ware Load(string name) =>
        new($"load-{name}", $"LOAD-{name.ToUpperInvariant()}", $"Load {name}", 1_999, "load");

    private static async ValueTask<Product> Put(Client client, Ware ware)
    {
        var path = $"/admin/v1/products/key={ware.Key}";
        var response = await client.Put(
            path,
            $$"""
            {"slug":"{{ware.Key}}","name":{"en":"{{ware.Name}}"},"categories":["{{ware.Category}}"],
            "attributes":{},"media":[],"published":true,"variants":[{"sku":"{{ware.Sku}}",
            "prices":[{"amount":{{ware.Price}},"currency":"EUR"}]}]}
            """
        );
        var id = response.Member("id");
        SetUpException.Require(response.Status < 300 && id is not null, $"PUT {path}", response);
        return new(id!, ware.Sku);
    }

    private static async ValueTask<Response> Receive(Client client, string sku, int units)
    {
        var path = $"/admin/v1/skus/{sku}/movements";
        var body = $$"""{"type":"receive","quantity":{{units}},"reason":"load"}""";
        var response = await client.Post(path, body, client.FreshName());
        SetUpException.Require(response.Status is 200 or 201, $"POST {path}", response);
        return response;
    }

    private static void RequireOperatorKey(Fleet fleet)
    {
        if (!fleet.HasOperatorKey)
        {
            throw new SetUpException(
                "this scenario makes its own products: give --operator-key or COMMERCE_OPERATOR_KEY"
            );
        }
    }
}
