using Commerce.Postgres;

[assembly: AssemblyFixture(typeof(SharedPostgres))]

namespace Commerce.Postgres;

/// <summary>One server for all tests that do it no harm, started by the first of them.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    private readonly Lazy<Task<PrivatePostgres>> _server = new(() => PrivatePostgres.Start());

    public Task<PrivatePostgres> Server => _server.Value;

    /// <summary>How a store reaches a new, empty database.</summary>
    public async Task<string> CreateDatabase()
    {
        var server = await Server;
        return server.ConnectionString(await server.CreateDatabase());
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
