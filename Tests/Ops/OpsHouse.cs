namespace Commerce.Ops;

/// <summary>A store with the dashboard, for all tests of a class.</summary>
public sealed class OpsHouse : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal OpsServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Server = await OpsServer.Start(_folder.Path, dashboard: true);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
