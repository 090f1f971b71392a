using Commerce.Catalog;
using Commerce.Inventory;

namespace Commerce.Carts;

/// <summary>What would stop the checkout of a line.</summary>
internal static class CartProblems
{
    public static IEnumerable<CartProblem> Of(
        CartLine line,
        Offer? offer,
        StockLevel stock,
        DateTimeOffset now
    )
    {
        if (offer is null)
        {
            yield return new("product_unavailable", line.Id, line.Sku);
        }
        else if (line.LockedUntil <= now && offer.Price != line.UnitPrice)
        {
            yield return new(
                "price_changed",
                line.Id,
                line.Sku,
                OldPrice: line.UnitPrice,
                NewPrice: offer.Price
            );
        }

        if (stock.Frozen)
        {
            yield return new("sku_frozen", line.Id, line.Sku);
        }
        else if (stock.Saleable < line.Quantity)
        {
            yield return new(
                "insufficient_stock",
                line.Id,
                line.Sku,
                Available: long.Max(0, stock.Saleable)
            );
        }
    }
}
