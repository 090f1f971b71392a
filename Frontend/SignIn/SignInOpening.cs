using System.Data.Common;
using Commerce.Http;

namespace Commerce.SignIn;

/// <summary>
/// Opens what signing in keeps once the store is open, so that nobody waits for it who comes first,
/// and a store whose tables are of another program stops instead of failing whoever signs in.
/// </summary>
internal sealed partial class SignInOpening(
    SigningKeys keys,
    IHostApplicationLifetime host,
    TimeProvider time,
    ILogger<SignInOpening> log
) : BackgroundService
{
    /// <summary>Whoever comes to a store that opens wants its pages first.</summary>
    private static readonly TimeSpan After = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await host.Started(stoppingToken);
        await Task.Delay(After, time, stoppingToken);
        try
        {
            await keys.Read();
        }
        catch (DbException e)
        {
            NotOpened(log, e);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "What signing in keeps could not be opened; whoever signs in first tries again."
    )]
    private static partial void NotOpened(ILogger log, Exception exception);
}
