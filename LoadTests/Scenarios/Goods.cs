using Commerce.LoadTests.Http;

namespace Commerce.LoadTests.Scenarios;

/// <summary>A product of one variant.</summary>
internal sealed record Product(string Id, string Sku);

/// <summary>Puts products with plenty of stock into the shop, as an operator.</summary>
internal static class Goods
{
    /// <summary>The units of one receipt.</summary>
    public const int Receipt = 1_000_000;

    /// <summary>Products load-1 to load-<paramref name="count"/>, with one receipt each.</summary>
    public static async Task<Product[]> Make(Fleet fleet, int count)
    {
        RequireOperatorKey(fleet);
        var products = await fleet.ForEach(count, (client, index) => Put(client, $"{index + 1}"));
        await fleet.ForEach(count, (client, index) => Receive(client, products[index].Sku));
        foreach (var product in products)
            fleet.Books.Open(product.Sku);
        return products;
    }

    /// <summary>One product, with as many receipts as it needs.</summary>
    public static async Task<Product> Make(Fleet fleet, string name, int receipts)
    {
        RequireOperatorKey(fleet);
        var products = await fleet.ForEach(1, (client, _) => Put(client, name));
        await fleet.ForEach(receipts, (client, _) => Receive(client, products[0].Sku));
        return products[0];
    }

    private static async ValueTask<Product> Put(Client client, string name)
    {
        var sku = $"LOAD-{name.ToUpperInvariant()}";
        var path = $"/admin/v1/products/key=load-{name}";
        var response = await client.Put(
            path,
            $$"""
            {"slug":"load-{{name}}","name":{"en":"Load {{name}}"},"categories":["load"],
            "attributes":{},"media":[],"published":true,
            "variants":[{"sku":"{{sku}}","prices":[{"amount":1999,"currency":"EUR"}]}]}
            """
        );
        var id = response.Member("id");
        SetUpException.Require(response.Status < 300 && id is not null, $"PUT {path}", response);
        return new(id!, sku);
    }

    private static async ValueTask<Response> Receive(Client client, string sku)
    {
        var path = $"/admin/v1/skus/{sku}/movements";
        var body = $$"""{"type":"receive","quantity":{{Receipt}},"reason":"load"}""";
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
