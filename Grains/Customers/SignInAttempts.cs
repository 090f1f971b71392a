using System.Diagnostics;
using Commerce.EventSourcing;
using static Commerce.Customers.SignInAttemptsEvent;

namespace Commerce.Customers;

/// <summary>
/// The passwords that were said with one e-mail address of late and were not right: known to be
/// wrong, or not known yet. All are forgotten by their time, and when one is right.
/// </summary>
/// <param name="Open">Those that are being compared, or never came to an end.</param>
/// <param name="Wrong">Those that were wrong.</param>
public sealed record SignInAttempts(Expiring<bool> Open, Expiring<bool> Wrong)
    : IAggregate<SignInAttempts, SignInAttemptsEvent>
{
    /// <summary>So many wrong ones within <see cref="Memory"/> lock the address.</summary>
    public const int WrongMax = 10;

    /// <summary>How long an attempt counts, from when it began or was found to be wrong.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    public static SignInAttempts Initial { get; } = new(new(), new());

    /// <summary>
    /// Whether it may be compared now (<c>false</c>: when one of the open ones has ended).
    /// </summary>
    public Decision<bool, SignInAttemptsEvent> Begin(string attempt, DateTimeOffset now)
    {
        var attempts = Forget(now);
        if (attempts.Open.Contains(attempt))
            return true;
        if (attempts.Wrong.Count >= WrongMax)
            return CustomerRejections.SignInLocked(attempts.Wrong.FirstEnd!.Value - now);
        if (attempts.Open.Count + attempts.Wrong.Count >= WrongMax)
            return false;

        return (true, new Begun(attempt));
    }

    /// <summary>What to say to who has waited for the open ones in vain.</summary>
    public Rejection Busy(DateTimeOffset now)
    {
        DateTimeOffset?[] ends = [Open.FirstEnd, Wrong.FirstEnd];
        return CustomerRejections.SignInLocked((ends.Min() ?? now) - now);
    }

    public Decision<bool, SignInAttemptsEvent> Fail(string attempt, DateTimeOffset now) =>
        Forget(now).Open.Contains(attempt) ? (true, new Failed(attempt)) : false;

    public Decision<bool, SignInAttemptsEvent> Withdraw(string attempt, DateTimeOffset now) =>
        Forget(now).Open.Contains(attempt) ? (true, new Withdrawn(attempt)) : false;

    public Decision<bool, SignInAttemptsEvent> Succeed(string attempt, DateTimeOffset now)
    {
        var attempts = Forget(now);
        return attempts.Wrong.Count > 0 || attempts.Open.Contains(attempt)
            ? (true, new Succeeded(attempt))
            : false;
    }

    public SignInAttempts Evolve(SignInAttemptsEvent happened, DateTimeOffset at)
    {
        var attempts = Forget(at);
        return happened switch
        {
            Begun e => attempts with { Open = attempts.Open.Set(e.Attempt, true, at + Memory) },
            Failed e => new(
                attempts.Open.Remove(e.Attempt),
                attempts.Wrong.Set(e.Attempt, value: true, at + Memory)
            ),
            Withdrawn e => attempts with { Open = attempts.Open.Remove(e.Attempt) },
            Succeeded e => new(attempts.Open.Remove(e.Attempt), new()),
            _ => throw new UnreachableException($"No such event of attempts: {happened}"),
        };
    }

    private SignInAttempts Forget(DateTimeOffset at) => new(Open.After(at), Wrong.After(at));
}
