using Commerce.EventSourcing;

namespace Commerce.Customers;

/// <summary>What holds of passkeys, whatever edge sends whatever how often.</summary>
public sealed class PasskeyRulesTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = Noon + CustomerLimits.ChallengeLife;

    [Fact]
    public void What_counts_must_count_on_and_what_does_not_may_say_nought()
    {
        var counts = With(Id(1), counter: 5);
        var doesNot = With(Id(1), counter: 0);

        Assert.True(Use(counts, 6).Reply.Value);
        Assert.False(Use(counts, 5).Reply.Value);
        Assert.False(Use(counts, 0).Reply.Value);
        Assert.IsType<CustomerEvent.PasskeyDoubted>(Assert.Single(Use(counts, 5).Events));
        Assert.True(Use(doesNot, 0).Reply.Value);
        Assert.True(Use(doesNot, 1).Reply.Value);
    }

    [Fact]
    public void A_challenge_is_answered_once_in_its_time_and_then_forgotten()
    {
        var customer = With(Id(1), counter: 0);
        var used = After(customer, Use(customer, 0, "once"), Noon);
        var doubted = After(With(Id(1), 5), Use(With(Id(1), 5), 5, "once"), Noon);

        Assert.Equal("challenge_over", Use(used, 0, "once").Reply.Rejection?.Code);
        Assert.Equal("challenge_over", Use(doubted, 9, "once").Reply.Rejection?.Code);
        Assert.Equal("challenge_over", Add(used, Id(2), "once").Reply.Rejection?.Code);
        Assert.True(Use(used, 0, "twice").Reply.Value);
        Assert.Equal("challenge_over", Use(customer, 0, "late", Until).Reply.Rejection?.Code);
        Assert.Equal(
            "challenge_over",
            customer
                .UsePasskey(new(Id(1), 0, "far", Until + TimeSpan.FromHours(1)), Noon)
                .Reply.Rejection?.Code
        );
        Assert.Equal(0, After(used, Use(used, 0, "now"), Until).Challenges.Entries.Count(IsOnce));

        static bool IsOnce(ExpiringEntry<bool> each) => each.Key == "once";
    }

    [Fact]
    public void Twenty_are_enough_and_each_is_there_once()
    {
        var customer = Given();
        for (var number = 0; number < CustomerLimits.PasskeysMax; number++)
            customer = After(customer, Add(customer, Id(number), $"{number}"), Noon);
        var fewer = After(customer, customer.RemovePasskey(Id(0)), Noon);

        Assert.Equal("passkey_known", Add(customer, Id(3), "more").Reply.Rejection?.Code);
        Assert.Equal("too_many_passkeys", Add(customer, Id(20), "more").Reply.Rejection?.Code);
        Assert.True(Add(fewer, Id(20), "more").Reply.IsAccepted);
        Assert.Equal("not_found", fewer.RemovePasskey(Id(0)).Reply.Rejection?.Code);
    }

    [Fact]
    public void A_closed_account_has_none_and_takes_none()
    {
        var customer = With(Id(1), counter: 0);
        var closed = After(customer, customer.Close(), Noon);

        Assert.Empty(closed.Passkeys);
        Assert.Equal("invalid_passkey", Use(closed, 1).Reply.Rejection?.Code);
        Assert.Equal("not_found", Add(closed, Id(2), "more").Reply.Rejection?.Code);
    }

    private static PasskeyId Id(int number) => new($"{number:x64}");

    private static Customer Given() =>
        Customer.Initial.Evolve(new CustomerEvent.Registered("key", "email", "profile"), Noon);

    private static Customer With(PasskeyId id, uint counter) =>
        Given().Evolve(new CustomerEvent.PasskeyAdded(id, "sealed", "first", Until, counter), Noon);

    private static Decision<Passkey, CustomerEvent> Add(
        Customer customer,
        PasskeyId id,
        string challenge
    ) => customer.AddPasskey(new(id, "sealed", 0, challenge, Until), Noon);

    private static Decision<bool, CustomerEvent> Use(
        Customer customer,
        uint counter,
        string challenge = "next",
        DateTimeOffset? now = null
    ) => customer.UsePasskey(new(Id(1), counter, challenge, Until), now ?? Noon);

    private static Customer After<TReply>(
        Customer customer,
        Decision<TReply, CustomerEvent> decided,
        DateTimeOffset at
    ) => decided.Events.Aggregate(customer, (each, e) => each.Evolve(e, at));
}
