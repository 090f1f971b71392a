namespace Commerce.Stores;

/// <summary>A store's process for all tests of a class, each with goods of its own.</summary>
public sealed class SharedProcess : IAsyncLifetime
{
    internal StoreProcess Store { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Store = await StoreProcess.Start();

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
