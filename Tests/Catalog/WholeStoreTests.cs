using Commerce.Stores;

namespace Commerce.Catalog;

/// <summary>Tests of a whole store of their own, as its clients reach it.</summary>
public abstract class WholeStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private protected CatalogStore Store { get; private set; } = null!;

    private protected Shop Shop { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Store = await CatalogStore.Start(_folder.Path);
        Shop = new(Store.Http);
        await Furnish();
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Puts something into the shop; by itself ten units of tea.</summary>
    protected virtual Task Furnish() => Shop.Stock("TEA", units: 10);
}
