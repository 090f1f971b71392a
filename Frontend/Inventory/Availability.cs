using System.Collections.Immutable;
using System.Text.Json;

namespace Commerce.Inventory;

/// <summary>
/// What shoppers hear of stock: a word for each SKU, from the list of all stock, so that no page
/// asks a grain for each of its products. It trails what is decided by less than 250 ms.
/// </summary>
internal static class Availability
{
    public const string InStock = "in_stock";
    public const string Low = "low";
    public const string Out = "out";

    private static readonly string[] BestFirst = [InStock, Low, Out];

    public static async Task<Outcome<AvailabilityBody>> GetAvailability(
        this IGrainFactory grains,
        IEnumerable<Sku> skus
    )
    {
        var asked = skus.Distinct().ToImmutableArray();
        var read = await grains.View("stock").GetRows([.. asked.Select(sku => sku.Value)]);
        if (!read.IsAccepted)
            return read.Rejection;

        var bands = asked.Zip(read.Value.Rows, (sku, row) => new SkuBand(sku, StatusOf(row)));
        return AvailabilityBody.Of([.. bands], read.Value.AsOf);
    }

    /// <summary>The best that any of them can say.</summary>
    public static string Best(IEnumerable<string> statuses) =>
        BestFirst.FirstOrDefault(status => statuses.Contains(status, StringComparer.Ordinal))
        ?? Out;

    /// <summary>What was never received is out.</summary>
    private static string StatusOf(ReadOnlyMemory<byte> row)
    {
        if (row.IsEmpty)
            return Out;

        using var json = JsonDocument.Parse(row);
        return json.RootElement.GetProperty("status").GetString()!;
    }
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
