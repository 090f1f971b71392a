using System.Collections.Concurrent;

namespace Commerce.LoadTests;

/// <summary>
/// What a run did to the shop by its own account, to be held against the shop's: units of each SKU
/// in orders that were confirmed, and units of which it never heard. Warm-up counts, too.
/// </summary>
public sealed class Books
{
    private readonly ConcurrentDictionary<string, Units> _units = new(StringComparer.Ordinal);

    /// <summary>By SKU.</summary>
    public IReadOnlyDictionary<string, Units> All => _units;

    /// <summary>The run may sell of it, so that it is looked at before.</summary>
    public void Open(string sku) => Add(sku, new(0, 0));

    /// <summary>An order of so many units was confirmed.</summary>
    public void Sold(string sku, long units) => Add(sku, new(units, 0));

    /// <summary>Nobody heard what became of an order of so many units.</summary>
    public void Unheard(string sku, long units) => Add(sku, new(0, units));

    public void Add(string sku, Units units) =>
        _units.AddOrUpdate(
            sku,
            static (_, more) => more,
            static (_, before, more) => new(before.Sold + more.Sold, before.Unheard + more.Unheard),
            units
        );
}

/// <param name="Sold">In orders that were confirmed.</param>
/// <param name="Unheard">In orders that may have been.</param>
public readonly record struct Units(long Sold, long Unheard);
