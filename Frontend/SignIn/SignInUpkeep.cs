using Commerce.Http;

namespace Commerce.SignIn;

/// <summary>
/// Opens what signing in keeps once the store is open, so that nobody waits for it who comes first,
/// and a store whose tables are of another program stops instead of failing whoever signs in. From
/// then on it deletes, each hour, what nobody can use any more.
/// </summary>
internal sealed partial class SignInUpkeep(
    SigningKeys keys,
    IServiceScopeFactory scopes,
    IHostApplicationLifetime host,
    TimeProvider time,
    ILogger<SignInUpkeep> log
) : BackgroundService
{
    /// <summary>Whoever comes to a store that opens wants its pages first.</summary>
    private static readonly TimeSpan After = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Often = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await host.Started(stoppingToken);
        await Task.Delay(After, time, stoppingToken);
        await Try(async () => await keys.Read(), stoppingToken);
        using var hours = new PeriodicTimer(Often, time);
        while (await hours.WaitForNextTickAsync(stoppingToken))
            await Try(() => Prune(stoppingToken), stoppingToken);
    }

    private async Task Prune(CancellationToken stop)
    {
        await keys.Read();
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Families>().Prune(stop);
    }

    /// <summary>A database that is away now, which EF tells in many ways, is there in an hour;
    /// tables of another program stay so.</summary>
    private async Task Try(Func<Task> work, CancellationToken stop)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is not InvalidDataException && !stop.IsCancellationRequested)
        {
            NotDone(log, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The tables of signing in could not be looked after.")]
    private static partial void NotDone(ILogger log, Exception exception);
}
