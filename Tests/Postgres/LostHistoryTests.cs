using Commerce.Stores;

namespace Commerce.Postgres;

/// <summary>
/// A server takes over that lacks what a silo has told people, as only one can that nobody waited
/// for. What the silo's grains hold may then be nowhere: it ends, and whoever comes next goes on
/// with what there is, as another history.
/// </summary>
public sealed class LostHistoryTests : IAsyncLifetime
{
    private const string TheIncarnation = "SELECT incarnation FROM commerce.journal";
    private PrivatePostgres _primary = null!;
    private PrivatePostgres _standby = null!;
    private string _database = "";

    private string[] Store =>
        [
            "--Store=postgres",
            $"--Postgres={_primary.ConnectionString(_database)};"
                + $"Host={_primary.Folder},{_standby.Folder};"
                + "Target Session Attributes=primary;Host Recheck Seconds=1",
        ];

    public async ValueTask InitializeAsync()
    {
        _primary = await PrivatePostgres.Start();
        _database = await _primary.CreateDatabase();
        _standby = await _primary.StartStandby();
    }

    public async ValueTask DisposeAsync()
    {
        await _standby.DisposeAsync();
        await _primary.DisposeAsync();
    }

    [Fact]
    public async Task A_silo_that_knows_more_than_who_took_over_ends_and_is_opened_anew()
    {
        await using var store = await StoreProcess.Start("Silo", Store);
        await store.Shop.Stock("TEA", units: 5);
        (await store.Shop.Receive("TEA", 3, "kept")).Expect(201);
        await Copied();
        await _standby.Kill();
        (await store.Shop.Receive("TEA", 7, "lost")).Expect(201);
        var before = await Ask(_primary, TheIncarnation);

        await _primary.Kill();
        await _standby.StartServer();
        await _standby.Promote();
        // Its next look at the server tells it, whoever asks for what.
        await store.Died();
        await store.Restart("Silo", Store);

        Assert.NotEqual(before, await Ask(_standby, TheIncarnation));
        Assert.Equal(8, (await store.Shop.GetStock("TEA")).Expect(200).Number("available"));
        (await store.Shop.Receive("TEA", 7, "lost")).Expect(201);
        Assert.Equal(15, (await store.Shop.GetStock("TEA")).Expect(200).Number("available"));
        var log = await AtRest.Wait(store.Shop, TimeSpan.FromMinutes(2));
        Assert.Equal(
            [1, 2, 3],
            log.Where(item => item.Id.StartsWith("stock/TEA@", StringComparison.Ordinal))
                .Select(item => int.Parse(item.Id.Split('@')[1], provider: null))
        );
        Assert.Equal([], await AtRest.Books(store.Shop));
    }

    /// <summary>Waits until the standby has all that was written so far.</summary>
    private async Task Copied()
    {
        await using var connection = await _primary.Open("postgres");
        connection.Run("SELECT pg_switch_wal()");
        var end = connection.Ask<string>("SELECT pg_current_wal_lsn()::text");
        await using var standby = await _standby.Open("postgres");
        while (!standby.Ask<bool>($"SELECT pg_last_wal_replay_lsn() >= '{end}'::pg_lsn"))
            await Task.Yield();
    }

    private async Task<string> Ask(PrivatePostgres server, string sql)
    {
        await using var connection = await server.Open(_database);
        return connection.Ask<string>(sql)!;
    }
}
