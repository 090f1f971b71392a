using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>How shoppers hear what there is of something: no number is given away.</summary>
internal static class Availability
{
    public const string Out = "out";
    public const string Low = "low";
    public const string InStock = "in_stock";

    /// <summary>Fewer units than this, of all SKUs together, are said to be low.</summary>
    private const int LowMax = 10;

    public static string Of(params IEnumerable<StockLevel> stocks)
    {
        var units = stocks.Where(stock => !stock.Frozen).Sum(stock => long.Max(0, stock.Saleable));
        return units == 0 ? Out
            : units < LowMax ? Low
            : InStock;
    }

    /// <summary>The stock of each of a product's variants, in their order.</summary>
    public static async Task<StockLevel[]> GetStock(
        this IGrainFactory grains,
        CatalogProduct product
    )
    {
        var stocks = await Task.WhenAll(
            product.Document.Variants.Select(each => grains.Stock(each.Sku).GetLevel())
        );
        return [.. stocks.Select(stock => stock.Value)];
    }
}
