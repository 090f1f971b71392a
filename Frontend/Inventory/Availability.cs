using System.Collections.Immutable;
using System.Text.Json;

namespace Commerce.Inventory;

/// <summary>
/// What shoppers hear of stock: a word for each SKU, from the list of all stock, so that no page
/// asks a grain for each of its products. It trails what is decided by less than 250 ms.
/// </summary>
internal static class Availability
{
    private static readonly string[] BestFirst = [StockBand.InStock, StockBand.Low, StockBand.Out];

    public static async Task<Outcome<AvailabilityBody>> GetAvailability(
        this IGrainFactory grains,
        IEnumerable<Sku> skus
    )
    {
        var asked = skus.Distinct().ToImmutableArray();
        var read = await grains.View("stock").GetRows([.. asked.Select(sku => sku.Value)]);
        if (!read.IsAccepted)
            return read.Rejection;

        // What was never received is out.
        var bands = asked.Zip(
            read.Value.Rows,
            (sku, row) => new SkuBand(sku, Row(row)?.Status ?? StockBand.Out)
        );
        return AvailabilityBody.Of([.. bands], read.Value.AsOf);
    }

    /// <summary>A row of the list of all stock; <c>null</c> where there is none.</summary>
    public static StockRow? Row(ReadOnlyMemory<byte> row) =>
        row.IsEmpty ? null : JsonSerializer.Deserialize(row.Span, StockRowJson.Default.StockRow);

    /// <summary>The best that any of them can say.</summary>
    public static string Best(IEnumerable<string> statuses) =>
        BestFirst.FirstOrDefault(status => statuses.Contains(status, StringComparer.Ordinal))
        ?? StockBand.Out;
}

/// <param name="Status">
/// <c>in_stock</c>, <c>low</c> or <c>out</c>, the best of its SKUs: no number is given away.
/// </param>
/// <param name="AsOf">When it was so.</param>
internal sealed record AvailabilityBody(
    string Status,
    DateTimeOffset AsOf,
    IReadOnlyList<SkuBand> Skus
)
{
    public static AvailabilityBody Of(IReadOnlyList<SkuBand> skus, DateTimeOffset asOf) =>
        new(Availability.Best(skus.Select(each => each.Status)), asOf, skus);
}

internal sealed record SkuBand(Sku Sku, string Status);
