namespace Commerce.FlashSales;

/// <summary>Asks whether payments are stopped.</summary>
internal static class PausesGrainExtensions
{
    /// <param name="sales">Of the lines of a cart or an order; most are of none.</param>
    public static async Task<bool> AnyIsHardPaused(
        this IGrainFactory grains,
        IEnumerable<SaleId?> sales
    )
    {
        var paused = await Task.WhenAll(
            sales.OfType<SaleId>().Distinct().Select(sale => grains.Sale(sale).IsHardPaused())
        );
        return paused.Any(each => each);
    }
}
