using Commerce.EventSourcing;

namespace Commerce.Customers;

[GrainType("sign-in-attempts")]
public sealed class SignInAttemptsGrain(AggregateRuntime runtime)
    : AggregateGrain<SignInAttempts, SignInAttemptsEvent>(runtime),
        ISignInAttemptsGrain
{
    public async Task<Outcome<bool>> Begin(string attempt, TimeSpan patience)
    {
        var end = Runtime.Time.GetUtcNow() + patience;
        while (true)
        {
            var seen = DecidedVersion;
            var begun = await Transact((attempts, now) => attempts.Begin(attempt, now));
            var left = end - Runtime.Time.GetUtcNow();
            if (begun is not { IsAccepted: true, Value: false })
                return begun;
            if (left <= TimeSpan.Zero)
                return State.Busy(Now);

            await UntilChanged(seen, left);
        }
    }

    public Task Fail(string attempt) => Settle((attempts, now) => attempts.Fail(attempt, now));

    public Task Withdraw(string attempt) =>
        Settle((attempts, now) => attempts.Withdraw(attempt, now));

    public Task Succeed(string attempt) =>
        Settle((attempts, now) => attempts.Succeed(attempt, now));
}
