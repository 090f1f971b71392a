using System.Collections.Concurrent;
using Commerce.Certificates;
using Commerce.Clustering;
using Commerce.Postgres;
using Commerce.Stores;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;

namespace Commerce.Clusters;

/// <summary>
/// Certificates and authorities are replaced while a cluster sells, and no shopper notices.
/// </summary>
[Collection(nameof(Upheavals))]
public sealed class RotationTests(SharedPostgres postgres) : IAsyncLifetime
{
    private const int Shoppers = 4;

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentQueue<Reply> _bought = new();
    private CertificateFolder _files = null!;
    private PrivateRedis _redis = null!;
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _files = new(_folder.File("certs"), "commerce", TimeProvider.System);
        _redis = await PrivateRedis.Start();
        _database = await postgres.CreateDatabase();
    }

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        _enough.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Certificates_and_authorities_change_without_a_failed_purchase()
    {
        Do(_files.Renew);
        var former = Papers.Context(
            (
                await File.ReadAllTextAsync(_files.CertificateOf("silo"), Cancellation),
                await File.ReadAllTextAsync(_files.KeyOf("silo"), Cancellation)
            )
        );
        var (one, other, last) = (new Doors(), new Doors(), new Doors());
        await using var first = await Silo(one);
        await using var second = await Silo(other);
        await first.Shop.Stock("TEA", units: 100_000);
        var load = Task.WhenAll(
            Enumerable
                .Range(0, Shoppers)
                .Select(number => Buy(number % 2 == 0 ? first.Shop : second.Shop, number))
        );
        Assert.Equal(4, await Opened(Papers.Show(former), one, other));

        Do(_files.Renew);
        Assert.Equal(4, await Opened(Own(), one, other));
        Do(_files.AddAuthority);
        Do(_files.Renew);
        Assert.Equal(4, await Opened(Own(), one, other));
        Do(_files.DropAuthorities);
        await using var third = await Silo(last);
        Assert.Equal(6, await Opened(Own(), one, other, last));
        Assert.Equal(0, await Opened(Papers.Show(former), one, other, last));

        await _enough.CancelAsync();
        await load;
        Assert.True(_bought.Count > 4 * Shoppers, $"Only {_bought.Count} purchases were tried.");
        Assert.All(_bought, each => Assert.Equal(201, each.Status));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string[] Settings =>
        [
            $"--Cluster:Tls:Certificate={_files.CertificateOf("silo")}",
            $"--Cluster:Tls:Key={_files.KeyOf("silo")}",
            $"--Cluster:Tls:Authority={_files.Authorities}",
        ];

    private Task<StoreProcess> Silo(Doors doors) =>
        StoreProcess.Start(
            "Silo",
            [
                "--Store=postgres",
                $"--Postgres={_database}",
                $"--Secrets={_folder.File("secrets")}",
                $"--Cluster:Redis={_redis.Address}",
                $"--Cluster:SiloPort={doors.Silo}",
                $"--Cluster:GatewayPort={doors.Gateway}",
                .. Settings,
            ]
        );

    private static void Do(Func<IEnumerable<string>> step) => Assert.NotEmpty(step().ToList());

    /// <summary>As a silo that starts now.</summary>
    private Action<IConnectionBuilder> Own() =>
        MutualTls.Dial(
            ClusterCertificates.Read(
                new ConfigurationBuilder().AddCommandLine(Settings).Build(),
                "commerce",
                ClusterRole.Silo
            )!
        );

    /// <summary>How many doors are opened to whoever comes so.</summary>
    private static async Task<int> Opened(Action<IConnectionBuilder> secure, params Doors[] all)
    {
        var opened = 0;
        foreach (var doors in all)
        {
            opened += await Caller.IsAnswered(doors.Silo, secure, isGateway: false) ? 1 : 0;
            opened += await Caller.IsAnswered(doors.Gateway, secure, isGateway: true) ? 1 : 0;
        }

        return opened;
    }

    private async Task Buy(Shop shop, int number)
    {
        for (var times = 0; !_enough.IsCancellationRequested; times++)
        {
            var cart = await shop.FillCart("TEA");
            _bought.Enqueue(await shop.Checkout(cart, $"rotation-{number}-{times}"));
        }
    }

    private sealed record Doors
    {
        public int Silo { get; } = FreePort.Find();

        public int Gateway { get; } = FreePort.Find();
    }
}
