namespace Commerce.FlashSales;

/// <summary>How a sale goes, from what its room tells, or from what became of it.</summary>
internal static class SaleFigures
{
    public static LiveBody Of(SaleSight seen, DateTimeOffset now)
    {
        var (sale, figures) = (seen.Sale, seen.Room?.Figures);
        var items = sale.Terms.Items.Select(item => Of(item, seen)).ToList();
        return new(
            SaleWords.State(sale, seen.SoldOut, now),
            now,
            sale.StartsAt,
            sale.EndsAt,
            sale.Stage is SaleStage.Settled
                ? 0
                : long.Max(0, (figures?.Joined ?? 0) - (figures?.Admitted ?? 0)),
            figures?.Admitted ?? 0,
            items.Sum(item => item.Holding),
            items.Sum(item => item.Sold),
            items.Sum(item => item.Left),
            figures?.Orders ?? 0,
            (long)(figures?.Checkout.TotalMilliseconds ?? 0),
            figures?.PerSecond ?? 0,
            items,
            sale.Version
        );
    }

    private static LiveItemBody Of(SaleItem item, SaleSight seen)
    {
        var isSoldOut = seen.SoldOut.Contains(item.Sku);
        if (seen.Sale.Results is { IsDefaultOrEmpty: false } results)
        {
            var result = results.FirstOrDefault(each => each.Sku == item.Sku);
            return new(item.Sku, Holding: 0, result?.Sold ?? 0, result?.Left ?? 0, isSoldOut);
        }

        var figures = seen.Room?.Figures.Items.FirstOrDefault(each => each.Sku == item.Sku);
        return new(
            item.Sku,
            figures?.Held ?? 0,
            figures?.Sold ?? 0,
            figures?.Free ?? item.Quantity,
            isSoldOut
        );
    }
}
