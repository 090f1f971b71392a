using OpenIddict.Client;
using static OpenIddict.Abstractions.OpenIddictExceptions;

namespace Commerce.SignIn;

/// <summary>Where people may sign in instead of here.</summary>
internal sealed partial class OutsideProviders(
    SignInSettings settings,
    IServiceProvider services,
    ILogger<OutsideProviders> log
)
{
    public IReadOnlyList<OutsideProvider> All => settings.Providers;

    public OutsideProvider? Find(string name) => All.FirstOrDefault(each => each.Name == name);

    /// <summary>Whether it says how to sign in there; it is not asked anew each time.</summary>
    public async Task<bool> Answers(OutsideProvider provider, CancellationToken cancellation)
    {
        try
        {
            var client = services.GetRequiredService<OpenIddictClientService>();
            await client.GetServerConfigurationByRegistrationIdAsync(provider.Name, cancellation);
            return true;
        }
        catch (Exception e) when (IsSilence(e) && !cancellation.IsCancellationRequested)
        {
            NoteSilence(e);
            return false;
        }
    }

    /// <summary>Shoppers hear that they do not answer; operators, why.</summary>
    public void NoteSilence(Exception e) => Silent(log, e);

    /// <summary>Whether it is for them, not for us, that nothing came of it.</summary>
    public static bool IsSilence(Exception e) =>
        e is HttpRequestException or OperationCanceledException or ProtocolException
        || (e is InvalidOperationException && e.InnerException is { } inner && IsSilence(inner));

    [LoggerMessage(
        LogLevel.Warning,
        "Those with whom people sign in did not answer, or not in order."
    )]
    private static partial void Silent(ILogger log, Exception exception);
}
