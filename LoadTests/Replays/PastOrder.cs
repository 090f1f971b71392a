using System.Collections.Immutable;
using Commerce.LoadTests.Scenarios;

namespace Commerce.LoadTests.Replays;

/// <summary>An order that somebody once placed.</summary>
internal sealed record PastOrder(DateOnly Day, ImmutableArray<PastLine> Lines)
{
    public long Units => Lines.Sum(line => (long)line.Units);

    /// <summary>In minor units.</summary>
    public long Amount => Lines.Sum(line => line.Units * line.Ware.Price);
}

/// <summary>A line of it.</summary>
/// <param name="Ware">A product at the price of one unit then: each price has a SKU of its own.
/// </param>
internal readonly record struct PastLine(Ware Ware, int Units)
{
    /// <param name="row">The product, what was paid for all units, and how many.</param>
    public static PastLine Of((string Product, double Sales, int Units) row)
    {
        var paid = decimal.Round((decimal)row.Sales * 100 / row.Units);
        var price = (long)decimal.Max(1, paid);
        var sku = $"{row.Product}-{price}";
        return new(
            new(sku.ToLowerInvariant(), sku, $"Superstore {row.Product}", price, "superstore"),
            row.Units
        );
    }
}
