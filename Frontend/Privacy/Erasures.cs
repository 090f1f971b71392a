using Commerce.Customers;
using Commerce.SignIn;

namespace Commerce.Privacy;

/// <summary>Has people forgotten, whoever asks and wherever.</summary>
internal sealed partial class Erasures(
    IGrainFactory grains,
    IServiceProvider services,
    ILogger<Erasures> log
)
{
    public async Task<Outcome<ErasureTold>> Ask(CustomerId customer, ErasureCause cause)
    {
        var asked = await grains.Privacy(customer).AskErasure(cause);
        if (asked.IsAccepted)
            await ForgetSignIns(customer);
        return asked;
    }

    /// <summary>
    /// What signing in has written down of them, an account's id and times and no person, goes at
    /// once; where its database is away, when it has run out.
    /// </summary>
    private async Task ForgetSignIns(CustomerId customer)
    {
        if (services.GetService<SigningKeys>() is not { } keys)
            return;

        try
        {
            // Opens the tables, where nobody has.
            await keys.Read();
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<Families>().Forget(customer);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotForgotten(log, e);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "What signing in has written down of somebody could not be deleted; it runs out."
    )]
    private static partial void NotForgotten(ILogger log, Exception exception);
}
