using System.Collections.Concurrent;
using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>Finds what a SKU costs.</summary>
/// <remarks>
/// Which product has a SKU is a claim, and hardly ever changes: the answer is remembered here, and
/// proven by the product, which makes an offer only for a SKU that is its own.
/// </remarks>
public sealed class SkuOwners(IGrainFactory grains)
{
    private const int OwnersMax = 100_000;

    private readonly ConcurrentDictionary<Sku, ProductId> _owners = new();

    /// <summary><c>null</c> if nobody sells it in that currency.</summary>
    public async Task<Offer?> OfferOf(Sku sku, Currency currency)
    {
        if (
            _owners.TryGetValue(sku, out var known)
            && await grains.Product(known).GetOffer(sku, currency) is { } offer
        )
            return offer;
        if (await grains.Claim(CatalogClaims.Sku, sku.Value).GetOwner() is not { } owner)
            return null;

        var product = new ProductId(owner);
        Remember(sku, product);
        return await grains.Product(product).GetOffer(sku, currency);
    }

    private void Remember(Sku sku, ProductId product)
    {
        if (_owners.Count >= OwnersMax)
        {
            _owners.Clear();
        }

        _owners[sku] = product;
    }
}
