using Commerce.Customers;
using Commerce.SignIn;

namespace Commerce.Privacy;

/// <summary>
/// What signing in has written down of somebody: an account's id and times, and no person. It goes
/// as soon as they are to be forgotten; where its database is away then, when it has run out.
/// </summary>
internal sealed partial class SignInRecords(IServiceProvider services, ILogger<SignInRecords> log)
{
    public async Task Forget(CustomerId customer)
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
