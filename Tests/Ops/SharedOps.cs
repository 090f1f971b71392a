namespace Commerce.Ops;

/// <summary>A store with the dashboard, for all tests of a class.</summary>
public sealed class SharedOps : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal OpsServer Store { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Store = await OpsServer.Start(_folder.Path, dashboard: true);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Dispose();
    }
}
