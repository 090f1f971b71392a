using Commerce.Journal;
using Commerce.Postgres;
using StackExchange.Redis;

namespace Commerce.Clustering;

/// <summary>
/// Ends a silo that does not reach the journal's server while another one does: its grains can
/// decide nothing here, and can there as soon as it is gone. While nobody reaches the server, or it
/// cannot be known who does, all stay, and serve what they have.
/// </summary>
internal sealed partial class StoreSight(
    IJournalStore journal,
    ClusterSettings cluster,
    TimeProvider time,
    ILogger<StoreSight> log
) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>A server that answers is heard of every 20 ms.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Looks, one after another, that find that somebody reaches the server and we do not: four
    /// seconds, in which all find one that comes back. A process that stands still does not look.
    /// </summary>
    private const int BlindMax = 8;

    /// <summary>For how long it is remembered that somebody reached the server.</summary>
    private static readonly TimeSpan SeenFor = TimeSpan.FromSeconds(2);

    private readonly RedisKey _seen = $"{cluster.Name}/store-seen";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (journal is not PostgresJournal server)
            return;

        var options = ConfigurationOptions.Parse(cluster.Redis!);
        options.AbortOnConnectFail = false;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        using var timer = new PeriodicTimer(Period, time);
        var blind = 0;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var sees = server.Silence <= SilenceMax;
            var isSeen = await IsSeen(redis.GetDatabase(), byUs: sees);
            blind = isSeen && !sees ? blind + 1 : 0;
            if (blind == BlindMax)
            {
                Environment.FailFast(
                    $"{server.Silence.TotalSeconds:0} s without the journal, which another silo "
                        + "reaches: this one ends, for others to take over its grains."
                );
            }
        }
    }

    /// <summary>Whether somebody reaches the server.</summary>
    /// <param name="redis">Where it is written down.</param>
    /// <param name="byUs">Whether we do.</param>
    private async Task<bool> IsSeen(IDatabase redis, bool byUs)
    {
        try
        {
            return byUs
                ? await redis.StringSetAsync(_seen, RedisValue.EmptyString, SeenFor)
                : await redis.KeyExistsAsync(_seen);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            RedisAway(log, e);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Debug, "It cannot be known who reaches the journal's server.")]
    private static partial void RedisAway(ILogger log, Exception e);
}
