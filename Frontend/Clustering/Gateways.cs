using Commerce.Http;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Commerce.Clustering;

/// <summary>How a frontend that runs alone reaches the silos.</summary>
internal static partial class Gateways
{
    /// <summary>
    /// How long a grain may go without an answer. Nobody tells this process that a silo behind
    /// another one's gateway has died, so whoever waits for its grains waits that long: more than
    /// any wait that a request can ask for, less than a request may take.
    /// </summary>
    private static readonly TimeSpan ResponseMax = TimeSpan.FromSeconds(15);

    /// <summary>How soon a silo that is new, or back, is found.</summary>
    private static readonly TimeSpan ListAge = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="SettingException">There is nothing to find a cluster by.</exception>
    public static void AskCluster(this IClientBuilder client, ClusterSettings cluster)
    {
        if (cluster.Redis is null)
            throw new SettingException(
                "Cluster:Redis is missing: a frontend alone asks a cluster."
            );

        client.Configure<ClusterOptions>(options =>
            (options.ServiceId, options.ClusterId) = (cluster.Name, cluster.Name)
        );
        client.UseRedisClustering(redis =>
            redis.ConfigurationOptions = ConfigurationOptions.Parse(cluster.Redis)
        );
        client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = ListAge);
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ResponseMax);
        if (cluster.Tls is { } own)
        {
            client.Configure<ClientConnectionOptions>(connections =>
                connections.ConfigureConnection(MutualTls.Dial(own))
            );
        }

        client.Services.AddSingleton<IClientConnectionRetryFilter, UntilThereIsOne>();
    }

    /// <summary>A frontend may be started before the silos.</summary>
    private sealed partial class UntilThereIsOne(TimeProvider time, ILogger<UntilThereIsOne> log)
        : IClientConnectionRetryFilter
    {
        public async Task<bool> ShouldRetryConnectionAttempt(
            Exception exception,
            CancellationToken cancellationToken
        )
        {
            NoneYet(log, exception.Message);
            await Task.Delay(Pause, time, cancellationToken);
            return true;
        }

        [LoggerMessage(LogLevel.Warning, "No silo can be reached yet: {Reason}")]
        private static partial void NoneYet(ILogger log, string reason);
    }
}
