using Commerce.Claims;
using Commerce.EventSourcing;
using Commerce.Inventory;

namespace Commerce.Catalog;

[GrainType("product")]
public sealed class ProductGrain(AggregateRuntime runtime)
    : AggregateGrain<Product, ProductEvent>(runtime),
        IProductGrain,
        IDisposable
{
    private readonly SemaphoreSlim _turn = new(initialCount: 1);
    private CatalogProduct? _current;

    private ProductId Id => new(this.GetPrimaryKeyString());

    private CatalogProduct? Current
    {
        get
        {
            if (State.Document is { } document && _current?.Version != Version)
            {
                _current = new(Id, State.Key, document, State.IsPublished, State.Books, Version);
            }

            return State.Document is null ? null : _current;
        }
    }

    /// <summary>One at a time: another would claim what this one is about to give back.</summary>
    public async Task<Outcome<ProductWritten>> Put(ProductPut put, Deadline notAfter)
    {
        await _turn.WaitAsync();
        try
        {
            return await PutInTurn(put, notAfter);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<Outcome<CatalogProduct>> Publish(bool published, Precondition precondition)
    {
        var done = await Transact((product, _) => product.Publish(published, precondition));
        return done.IsAccepted ? Current! : done.Rejection;
    }

    public async Task<Outcome<bool>> Remove(Precondition precondition, Deadline notAfter)
    {
        await _turn.WaitAsync();
        try
        {
            return await RemoveInTurn(precondition, notAfter);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task<CatalogProduct?> GetProduct() => Task.FromResult(Current);

    public Task<Offer?> GetOffer(Sku sku, Currency currency) =>
        Task.FromResult(State.Offer(Id, sku, currency, Now));

    public async Task<bool> Owns(string kind, string value)
    {
        var owns = await Settle<bool>((product, _) => product.Owns(kind, value));
        return owns.Value;
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Outcome<ProductWritten>> PutInTurn(ProductPut put, Deadline notAfter)
    {
        var planned = await Transact((product, now) => product.Plan(put, notAfter, now));
        if (!planned.IsAccepted)
            return planned.Rejection;

        var (missing, dropped) = planned.Value;
        var claims = await Task.WhenAll(
            missing.Select(each => Grain(each).Claim(Id.Value, notAfter))
        );
        for (var i = 0; i < claims.Length; i++)
        {
            // What was claimed beside it is not given back: its alarm asks us, when nobody tries.
            if (!claims[i].IsAccepted)
                return claims[i].Rejection!;
            if (claims[i].Value != Id.Value)
                return missing[i].Taken(claims[i].Value!, put.Document);
        }

        await Task.WhenAll(dropped.Select(each => Grain(each).Doubt(Id.Value, notAfter)));
        var written = await Transact(
            (product, now) => product.Write(put, planned.Value, notAfter, now)
        );
        if (!written.IsAccepted)
            return written.Rejection;

        await Task.WhenAll(
            missing
                .Select(each => Grain(each).Confirm(Id.Value, notAfter))
                .Concat(dropped.Select(each => Grain(each).Release(Id.Value, notAfter)))
        );
        return new ProductWritten(written.Value, Current!);
    }

    private async Task<Outcome<bool>> RemoveInTurn(Precondition precondition, Deadline notAfter)
    {
        var planned = await Transact((product, _) => product.PlanRemoval(precondition));
        if (!planned.IsAccepted)
            return planned.Rejection;

        var dropped = planned.Value.Dropped;
        await Task.WhenAll(dropped.Select(each => Grain(each).Doubt(Id.Value, notAfter)));
        var removed = await Transact(
            (product, now) => product.Remove(precondition, planned.Value, notAfter, now)
        );
        if (removed.IsAccepted)
        {
            await Task.WhenAll(dropped.Select(each => Grain(each).Release(Id.Value, notAfter)));
        }

        return removed;
    }

    private IClaimGrain Grain(ProductClaim claim) => GrainFactory.Claim(claim.Kind, claim.Value);
}
