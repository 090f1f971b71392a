namespace Commerce.Catalog;

/// <summary>The catalogue as merchants write it: by their own keys.</summary>
internal sealed class MerchantCatalog(IGrainFactory grains, IdGenerator ids, TimeProvider time)
{
    /// <summary>How long a write may be on its way.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Creates or replaces a key's product, whose id the key's claim tells.</summary>
    public async Task<Outcome<ProductWritten>> PutByKey(
        MerchantKey key,
        ProductDocument document,
        bool? published,
        Precondition precondition,
        string? operation = null
    )
    {
        var notAfter = new Deadline(time.GetUtcNow() + Patience);
        var claim = grains.Claim(CatalogClaims.ProductKey, key.Value);
        // What must be there, is sought: a claim would make it look as if it were.
        if (precondition.NeedsProduct && await claim.GetOwner() is null)
            return Rejections.Stale;

        var owner = await claim.Claim(ids.New(ProductId.Prefix), notAfter);
        if (!owner.IsAccepted)
            return owner.Rejection;

        return await grains
            .Product(new(owner.Value))
            .Put(new(key, document, published, precondition, operation), notAfter);
    }

    public Task<Outcome<bool>> Remove(ProductId id, Precondition precondition) =>
        grains.Product(id).Remove(precondition, new(time.GetUtcNow() + Patience));

    public Task<Outcome<ProductWritten>> Replace(
        ProductId id,
        ProductDocument document,
        bool? published,
        Precondition precondition
    ) =>
        grains
            .Product(id)
            .Put(
                new(Key: null, document, published, precondition),
                new(time.GetUtcNow() + Patience)
            );
}
