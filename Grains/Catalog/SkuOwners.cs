using System.Collections.Concurrent;
using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>
/// Remembers which product had a SKU. It is a claim that hardly ever changes, and the product
/// proves it: it makes an offer only for a SKU that is its own.
/// </summary>
public sealed class SkuOwners
{
    private const int OwnersMax = 100_000;

    private readonly ConcurrentDictionary<Sku, ProductId> _owners = new();

    public ProductId? Find(Sku sku) => _owners.TryGetValue(sku, out var owner) ? owner : null;

    public void Remember(Sku sku, ProductId owner)
    {
        if (_owners.Count >= OwnersMax)
        {
            _owners.Clear();
        }

        _owners[sku] = owner;
    }
}
