using Commerce.Http;
using Commerce.Telemetry;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Commerce.Clustering;

/// <summary>How this silo finds others, notices that one is gone, and shares grains.</summary>
internal static class Membership
{
    /// <summary>
    /// How often a neighbour is asked whether it lives, and how long it may take: a crash is
    /// noticed in two seconds or so. Less, and a stall under load would pass for a death.
    /// </summary>
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ProbeMin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ProbeMax = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How often a silo writes down that it lives: three times this after a cluster died as a whole
    /// nobody waits for its dead any more.
    /// </summary>
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(3);

    /// <summary>How old what a silo knows of the others may be, if no gossip reached it.</summary>
    private static readonly TimeSpan TableAge = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Calls that may wait for one grain. Far above what an aggregate takes in by itself: here it
    /// cannot be told what finishes business, and must never be refused, from what begins it.
    /// </summary>
    private const int QueueMax = 20_000;

    /// <summary>
    /// A million entries, as is the default, take 300 MB after an import of 200,000 rows.
    /// </summary>
    private const int DirectoryCacheMax = 50_000;

    /// <summary>How long a call between grains may go unanswered.</summary>
    private static readonly TimeSpan ResponseMax = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a silo that leaves, and has handed over its grains, hands on what others still send
    /// it and is answered for what it asked: until all have heard that it leaves.
    /// </summary>
    private static readonly TimeSpan LeaveTime = TimeSpan.FromSeconds(2);

    public static void JoinCluster(this ISiloBuilder silo, SiloSettings settings)
    {
        var cluster = settings.Cluster;
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.ResponseTimeout = ResponseMax;
            messaging.MaxEnqueuedRequestsHardLimit = QueueMax;
            messaging.WaitForMessageToBeQueuedForOutboundTime = cluster.Redis is null
                ? TimeSpan.Zero
                : LeaveTime;
        });
        silo.Configure<GrainDirectoryOptions>(directory =>
        {
            directory.CacheSize = DirectoryCacheMax;
            // The journal's fence is what keeps two activations apart: nobody need wait for a
            // silo that is dead.
            directory.RangeLeaseDuration = TimeSpan.Zero;
        });
        if (cluster.Tls is { } own)
            silo.Secure(own);

        if (cluster.Redis is null)
        {
            silo.UseLocalhostClustering(PortOf(0), PortOf(0), primarySiloEndpoint: null);
            return;
        }

        silo.Configure<ClusterOptions>(options =>
            (options.ServiceId, options.ClusterId) = (cluster.Name, cluster.Name)
        );
        silo.ConfigureEndpoints(
            settings.Address,
            PortOf(settings.SiloPort),
            PortOf(settings.GatewayPort)
        );
        silo.UseRedisClustering(redis =>
            redis.ConfigurationOptions = ConfigurationOptions.Parse(cluster.Redis)
        );
        silo.Configure<ClusterMembershipOptions>(members =>
        {
            members.ProbeTimeout = Probe;
            members.MinProbeTimeout = ProbeMin;
            members.MaxProbeTimeout = ProbeMax;
            members.TableRefreshTimeout = TableAge;
            members.IAmAliveTablePublishTimeout = SignOfLife;
        });
#pragma warning disable ORLEANSEXP003 // A silo that leaves takes no grain of others with it.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.Services
            // By itself a grain stays where it is first called: nearly all on one silo.
            .AddSingleton<PlacementStrategy, RandomPlacement>()
            .AddSingleton<Heartbeat>()
            .AddSingleton<Door>(services => services.GetRequiredService<Heartbeat>())
            .AddHostedService(services => services.GetRequiredService<Heartbeat>())
            .AddHostedService(services =>
                ActivatorUtilities.CreateInstance<StoreSight>(services, cluster)
            );
    }

    private static void Secure(this ISiloBuilder silo, ClusterCertificates own)
    {
        silo.Services.AddSingleton(own).AddHostedService<CertificateMeter>();
        silo.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloOutboundConnection(MutualTls.Dial(own));
            connections.ConfigureSiloInboundConnection(MutualTls.Accept(own, ClusterRole.Silo));
            connections.ConfigureGatewayInboundConnection(
                MutualTls.Accept(own, ClusterRole.Silo, ClusterRole.Frontend)
            );
        });
    }

    private static int PortOf(int asked) => asked is 0 ? FreePort.Find() : asked;
}
