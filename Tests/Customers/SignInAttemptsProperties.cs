using CsCheck;

namespace Commerce.Customers;

/// <summary>
/// However attempts begin, end, repeat and get lost: within fifteen minutes no more than ten that
/// were not right are compared, and who has not used them up is let in.
/// </summary>
[Trait("Suite", "Properties")]
public sealed class SignInAttemptsProperties
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    // Commands are data here, and only here, so that a failing sequence prints and shrinks.
    private sealed record Command(string What, int Attempt);

    private static readonly Gen<Command> AnyCommand = Gen.Select(
        Gen.Frequency(
            (6, Gen.Const("begin")),
            (4, Gen.Const("fail")),
            (1, Gen.Const("succeed")),
            (1, Gen.Const("withdraw"))
        ),
        Gen.Int[0, 30],
        (what, attempt) => new Command(what, attempt)
    );

    [Fact]
    public void No_more_are_compared_than_may_be_wrong() =>
        Gen.Select(AnyCommand, Gen.Int[0, 90])
            .List[0, 80]
            .Sample(
                steps =>
                {
                    var (attempts, now) = (SignInAttempts.Initial, Noon);
                    var (open, wrong) = (
                        new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal),
                        new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal)
                    );
                    foreach (var (command, seconds) in steps)
                    {
                        now += TimeSpan.FromSeconds(seconds);
                        Forget(open, now);
                        Forget(wrong, now);
                        var name = $"{command.Attempt}";
                        var full = open.Count + wrong.Count >= SignInAttempts.WrongMax;
                        var isOpen = open.ContainsKey(name);
                        var decision = Decide(command, attempts, now);
                        var reply = decision.Reply;
                        if (command.What is "begin")
                        {
                            Assert.Equal(
                                isOpen || !full,
                                reply is { IsAccepted: true, Value: true }
                            );
                            Assert.Equal(
                                !isOpen && wrong.Count >= SignInAttempts.WrongMax,
                                reply.Rejection?.Code is "sign_in_locked"
                            );
                            if (reply.Value)
                                open.TryAdd(name, now);
                        }
                        else
                        {
                            var wasOpen = open.Remove(name);
                            if (command.What is "fail" && wasOpen)
                                wrong[name] = now;
                            else if (command.What is "succeed")
                                wrong.Clear();
                        }

                        attempts = decision.Events.Aggregate(
                            attempts,
                            (state, e) => state.Evolve(e, now)
                        );
                        Assert.True(open.Count + wrong.Count <= SignInAttempts.WrongMax);
                        Assert.Empty(Decide(command, attempts, now).Events);
                    }
                },
                iter: Cases.Count
            );

    private static EventSourcing.Decision<bool, SignInAttemptsEvent> Decide(
        Command command,
        SignInAttempts attempts,
        DateTimeOffset now
    ) =>
        command.What switch
        {
            "begin" => attempts.Begin($"{command.Attempt}", now),
            "fail" => attempts.Fail($"{command.Attempt}", now),
            "succeed" => attempts.Succeed($"{command.Attempt}", now),
            _ => attempts.Withdraw($"{command.Attempt}", now),
        };

    private static void Forget(Dictionary<string, DateTimeOffset> attempts, DateTimeOffset now)
    {
        foreach (var (name, at) in attempts.ToList())
        {
            if (at + SignInAttempts.Memory <= now)
                attempts.Remove(name);
        }
    }
}
