namespace Commerce.Catalog;

/// <summary>A store for all tests of a class, which do not change it.</summary>
public sealed class SharedCatalog : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal CatalogStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Store = await CatalogStore.Start(_folder.Path);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Dispose();
    }
}
