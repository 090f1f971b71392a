using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Commerce.Clustering;
using Commerce.Http;
using Commerce.Stores;
using Commerce.Telemetry;
using Microsoft.Extensions.Configuration;

namespace Commerce.Clusters;

/// <summary>Who is spoken to in a cluster, and who is not.</summary>
public sealed class MutualTlsTests : IAsyncLifetime
{
    private static readonly string[] Strangers =
    [
        "plaintext",
        "nothing",
        "expired",
        "another authority",
        "another cluster",
        "another thing",
        "TLS 1.2",
    ];

    private readonly Papers _papers = new();
    private PrivateRedis _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await PrivateRedis.Start();

    public async ValueTask DisposeAsync()
    {
        await _redis.DisposeAsync();
        _papers.Dispose();
    }

    [Fact]
    public async Task A_silo_speaks_to_none_but_those_of_its_cluster()
    {
        var (siloPort, gateway) = (FreePort.Find(), FreePort.Find());
        await using var silo = await StoreProcess.Start(
            "Silo",
            [
                $"--Cluster:Redis={_redis.Address}",
                $"--Cluster:SiloPort={siloPort}",
                $"--Cluster:GatewayPort={gateway}",
                .. _papers.Settings("silo"),
            ]
        );

        var answered = new List<string>();
        foreach (var kind in (string[])[.. Strangers, "frontend", "silo"])
        {
            if (await Caller.IsAnswered(siloPort, _papers.Show(kind), isGateway: false))
                answered.Add($"{kind}, at the silos' port");
            if (await Caller.IsAnswered(gateway, _papers.Show(kind), isGateway: true))
                answered.Add($"{kind}, at the gateway");
        }

        Assert.Equal(
            ["frontend, at the gateway", "silo, at the silos' port", "silo, at the gateway"],
            answered
        );
    }

    [Fact]
    public async Task A_silo_tells_when_the_certificate_that_it_would_show_now_runs_out()
    {
        await using var silo = await StoreProcess.Start(
            "Silo",
            [$"--Cluster:Redis={_redis.Address}", .. _papers.Settings("silo")]
        );
        var (pem, key) = _papers.Of("renewed silo");
        _papers.Write("silo.pem", pem);
        _papers.Write("silo.key", key);

        var scrape = await Scrape.Read(silo);

        var expires = scrape.Series.Single(each =>
            each.Name == "commerce_cluster_certificate_expires_seconds"
        );
        Assert.Equal(Papers.Renewed.ToUnixTimeSeconds(), expires.Value);
    }

    /// <summary>
    /// A silo that has no certificates answers all: else the test above proves nothing.
    /// </summary>
    [Fact]
    public async Task A_silo_without_certificates_speaks_to_anybody()
    {
        var (siloPort, gateway) = (FreePort.Find(), FreePort.Find());
        await using var silo = await StoreProcess.Start(
            "Silo",
            $"--Cluster:Redis={_redis.Address}",
            $"--Cluster:SiloPort={siloPort}",
            $"--Cluster:GatewayPort={gateway}"
        );

        Assert.True(await Caller.IsAnswered(siloPort, secure: null, isGateway: false));
        Assert.True(await Caller.IsAnswered(gateway, secure: null, isGateway: true));
    }

    [Fact]
    public async Task Whoever_connects_tells_nothing_to_what_is_no_silo_of_its_cluster()
    {
        var own = Read("silo", ClusterRole.Silo)!;

        var told = new List<string>();
        string[] impostors = ["expired", "another authority", "another cluster", "another thing"];
        foreach (var kind in (string[])[.. impostors, "another purpose", "frontend", "silo"])
        {
            if (await IsTold(_papers.Serve(kind), own))
                told.Add(kind);
        }

        Assert.Equal(["silo"], told);
    }

    [Theory]
    [InlineData("expired", "not accepted")]
    [InlineData("another authority", "not accepted")]
    [InlineData("another purpose", "not accepted")]
    [InlineData("another cluster", "not that of silo.commerce")]
    [InlineData("frontend", "not that of silo.commerce")]
    public void Certificates_that_others_would_refuse_stop_the_start(string kind, string reason)
    {
        var refused = Assert.Throws<SettingException>(() => Read(kind, ClusterRole.Silo));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData("Certificate", null, "Cluster:Tls:Certificate is missing")]
    [InlineData("Key", null, "Cluster:Tls:Key is missing")]
    [InlineData("Authority", null, "Cluster:Tls:Authority is missing")]
    [InlineData("Certificate", "/nowhere.pem", "/nowhere.pem")]
    [InlineData("Key", "/dev/null", "no certificate, its key")]
    [InlineData("Key", "another", "no certificate, its key")]
    [InlineData("Authority", "/dev/null", "not accepted")]
    public void Files_that_are_not_there_or_not_right_stop_the_start(
        string which,
        string? value,
        string reason
    )
    {
        if (value is "another")
            value = _papers.Write("another.key", _papers.Of("silo").KeyPem);
        var settings = Settings("silo");
        settings[$"Cluster:Tls:{which}"] = value;

        var refused = Assert.Throws<SettingException>(() => Read(settings, ClusterRole.Silo));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public async Task A_silo_with_the_wrong_certificate_ends_with_one_line()
    {
        var start = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await using var silo = await StoreProcess.Start("Silo", _papers.Settings("expired"));
        });

        Assert.Contains(
            "Cluster:Tls:Certificate, valid from",
            start.Message,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("   at ", start.Message, StringComparison.Ordinal);
    }

    private ClusterCertificates? Read(string kind, ClusterRole role) => Read(Settings(kind), role);

    private static ClusterCertificates? Read(IConfiguration settings, ClusterRole role) =>
        ClusterCertificates.Read(settings, "commerce", role);

    private IConfigurationRoot Settings(string kind) =>
        new ConfigurationBuilder().AddCommandLine(_papers.Settings(kind)).Build();

    /// <summary>Whether an impostor that listens is told anything.</summary>
    private static async Task<bool> IsTold(
        SslServerAuthenticationOptions impostor,
        ClusterCertificates own
    )
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        var calling = Caller.IsAnswered(
            ((IPEndPoint)listener.LocalEndpoint).Port,
            MutualTls.Dial(own),
            isGateway: true
        );
        using var client = await listener.AcceptTcpClientAsync(
            TestContext.Current.CancellationToken
        );
        await using var stream = new SslStream(client.GetStream());
        var read = 0;
        try
        {
            await stream.AuthenticateAsServerAsync(impostor);
            read = await stream.ReadAsync(new byte[1_024]);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            // It was seen through.
        }

        client.Close();
        Assert.False(await calling);
        return read > 0;
    }
}
