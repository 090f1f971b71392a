using System.Collections.Concurrent;

namespace Commerce.LoadTests;

/// <summary>
/// What a run did to the shop by its own account, to be held against the shop's: units of each SKU
/// in orders that were confirmed, units held, and units of which it never heard. Warm-up counts.
/// </summary>
public sealed class Books
{
    private readonly ConcurrentDictionary<string, Units> _units = new(StringComparer.Ordinal);

    /// <summary>By SKU.</summary>
    public IReadOnlyDictionary<string, Units> All => _units;

    /// <summary>The run may sell of it, so that it is looked at before.</summary>
    public void Open(string sku) => Add(sku, default);

    /// <summary>An order of so many units was confirmed.</summary>
    public void Sold(string sku, long units) => Add(sku, new(units, 0));

    /// <summary>So many units are held, for longer than the run takes.</summary>
    public void Held(string sku, long units) => Add(sku, new(0, 0, units));

    /// <summary>Nobody heard what became of an order of so many units.</summary>
    public void Unheard(string sku, long units) => Add(sku, new(0, units));

    public void Add(string sku, Units units) =>
        _units.AddOrUpdate(
            sku,
            static (_, more) => more,
            static (_, before, more) => before + more,
            units
        );

    /// <summary>What was done until now is no part of the run: it only measured what to play.
    /// </summary>
    public void Clear()
    {
        foreach (var sku in _units.Keys)
            _units[sku] = default;
    }
}

/// <param name="Sold">In orders that were confirmed.</param>
/// <param name="Unheard">In orders that may have been, or holds.</param>
public readonly record struct Units(long Sold, long Unheard, long Held = 0)
{
    public static Units operator +(Units one, Units other) =>
        new(one.Sold + other.Sold, one.Unheard + other.Unheard, one.Held + other.Held);
}
