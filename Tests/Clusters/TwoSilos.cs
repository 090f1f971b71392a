using Commerce.Postgres;
using Commerce.Stores;

namespace Commerce.Clusters;

/// <summary>
/// Two silos, and a frontend alone: processes of their own, over PostgreSQL and Redis, that know
/// each other by certificates.
/// </summary>
public sealed class TwoSilos(SharedPostgres postgres) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Papers _papers = new();
    private readonly List<IAsyncDisposable> _running = [];
    private string _redis = "";
    private string _database = "";

    internal StoreProcess First { get; private set; } = null!;

    internal StoreProcess Second { get; private set; } = null!;

    internal StoreProcess Frontend { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var redis = Running(await PrivateRedis.Start());
        _redis = redis.Address;
        _database = await postgres.CreateDatabase();
        First = Running(await StoreProcess.Start("Silo", Silo()));
        Second = Running(await StoreProcess.Start("Silo", Silo()));
        Frontend = Running(await StoreProcess.Start("Frontend", Member("frontend")));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var each in Enumerable.Reverse(_running))
            await each.DisposeAsync();
        _papers.Dispose();
        _folder.Dispose();
    }

    /// <summary>What they failed in until now.</summary>
    internal void TellFailures()
    {
        FailureLines.Tell("first", First.Output.Split('\n'));
        FailureLines.Tell("second", Second.Output.Split('\n'));
        FailureLines.Tell("frontend", Frontend.Output.Split('\n'));
    }

    internal string[] Silo() => [.. Member("silo"), "--Store=postgres", $"--Postgres={_database}"];

    internal string[] Member(string role) =>
        [
            $"--Secrets={_folder.File("secrets")}",
            $"--Cluster:Redis={_redis}",
            .. _papers.Settings(role),
        ];

    private T Running<T>(T each)
        where T : IAsyncDisposable
    {
        _running.Add(each);
        return each;
    }
}

[CollectionDefinition(nameof(TwoSilos))]
public sealed class TwoSilosShared : ICollectionFixture<TwoSilos>;
