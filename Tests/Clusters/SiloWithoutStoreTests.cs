using Commerce.Postgres;
using Commerce.Stores;

namespace Commerce.Clusters;

/// <summary>
/// A silo that the journal's server lets in no more, while it still has Redis and the other silo.
/// </summary>
[Collection(nameof(Measurements))]
public sealed class SiloWithoutStoreTests(SharedPostgres postgres) : IAsyncLifetime
{
    /// <summary>A guard; how long it took is told, and judged by <c>./dev chaos</c>.</summary>
    private static readonly TimeSpan RecoveryMax = TimeSpan.FromMinutes(1);

    /// <summary>Longer than it takes a silo to give up.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(7);

    /// <summary>Shorter than that.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(2);

    private readonly TemporaryFolder _folder = new();
    private static int _roles; // They are of the server, not of a database.

    private PrivateRedis _redis = null!;
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _redis = await PrivateRedis.Start();
        _database = await (await postgres.Server).CreateDatabase();
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        _folder.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_ends_where_another_one_reaches_the_server_and_all_is_served_there()
    {
        await using var first = await Silo(await Role());
        var role = await Role();
        await using var second = await Silo(role);
        await first.Shop.Stock("TEA", units: 1_000);
        var carts = new List<string>();
        for (var number = 0; number < 12; number++)
            carts.Add(await first.Shop.FillCart("TEA"));

        var cut = TimeProvider.System.GetTimestamp();
        await ShutOut(role);
        await second.Died();
        foreach (var (number, cart) in carts.Index())
            await Bought(first, cart, $"without-{number}");

        var took = TimeProvider.System.GetElapsedTime(cut);
        TestContext.Current.TestOutputHelper?.WriteLine($"All carts were bought after {took}.");
        Assert.True(took < RecoveryMax, $"All carts were bought only after {took}.");
        Assert.Contains("another silo reaches", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_stay_where_nobody_reaches_the_server_though_one_finds_it_first()
    {
        var (one, other) = (await Role(), await Role());
        await using var first = await Silo(one);
        await using var second = await Silo(other);
        await first.Shop.Stock("TEA", units: 1_000);
        var cart = await first.Shop.FillCart("TEA");

        await ShutOut(one);
        await ShutOut(other);
        await Task.Delay(Outage, TimeProvider.System, Cancellation);
        await LetIn(one);
        while ((await first.Shop.Get("/readyz")).Status is not 200)
            await first.Back();
        await Task.Delay(Later, TimeProvider.System, Cancellation);
        await LetIn(other);

        await Bought(second, cart, "second");
        Assert.DoesNotContain("another silo reaches", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("another silo reaches", second.Output, StringComparison.Ordinal);
    }

    /// <summary>As somebody whom the server can be told not to let in.</summary>
    private async Task<string> Role()
    {
        var role = $"silo_{Interlocked.Increment(ref _roles)}";
        await Do($"CREATE ROLE {role} SUPERUSER LOGIN");
        return role;
    }

    private Task ShutOut(string role) =>
        Do(
            $"""
            ALTER ROLE {role} NOLOGIN;
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{role}'
            """
        );

    private Task LetIn(string role) => Do($"ALTER ROLE {role} LOGIN");

    private async Task Do(string sql) => await (await postgres.Server).Execute(sql, _database);

    private async Task<StoreProcess> Silo(string role)
    {
        var server = (await postgres.Server).ConnectionString(_database);
        return await StoreProcess.Start(
            "Silo",
            "--Store=postgres",
            $"--Postgres={server};Username={role}",
            $"--Secrets={_folder.File("secrets")}",
            $"--Cluster:Redis={_redis.Address}"
        );
    }

    /// <summary>Asks with the same key until it is.</summary>
    private static async Task Bought(StoreProcess silo, string cart, string key)
    {
        while ((await silo.Shop.Checkout(cart, key)).Status is 503)
            await silo.Back();
    }
}
