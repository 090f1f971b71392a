using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Commerce.Catalog;

/// <summary>Rows of lists, whose prices may change while nobody writes anything.</summary>
internal static class CurrentPrices
{
    /// <summary>The row as of a moment. One whose prices stay as they are is not read.</summary>
    public static ReadOnlyMemory<byte> In(ReadOnlyMemory<byte> row, DateTimeOffset moment)
    {
        if (row.Span.IndexOf("\"validFrom\":"u8) < 0 && row.Span.IndexOf("\"validTo\":"u8) < 0)
            return row;

        var product = JsonNode.Parse(row.Span)!;
        foreach (var variant in product["variants"]!.AsArray())
        {
            var prices = variant!["prices"].Deserialize(CatalogListJson.Default.PriceArray)!;
            variant["prices"] = new JsonArray([
                .. prices.ToImmutableArray().At(moment).Select(Node),
            ]);
        }

        return JsonSerializer.SerializeToUtf8Bytes(product, CatalogListJson.Default.JsonNode);
    }

    private static JsonNode? Node(Price price) =>
        JsonSerializer.SerializeToNode(
            new ShopPrice(price.Amount, price.Currency, price.ValidTo, PriceHistory: null),
            CatalogListJson.Default.ShopPrice
        );
}
