using Commerce.EventSourcing;
using static Commerce.FlashSales.PurchaseLimitEvent;

namespace Commerce.FlashSales;

/// <summary>The pure rules of a limit: no cluster, no clock, no await.</summary>
public sealed class PurchaseLimitTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Noon.AddMinutes(5);
    private static readonly Deadline Soon = new(Noon.AddSeconds(10));
    private static readonly Claimed Anna = new("anna", 2, Later, Soon);

    [Fact]
    public void A_claim_takes_room_and_ends_at_its_time()
    {
        var (reply, events) = PurchaseLimit.Initial.Claim(Wants("anna", 2), Soon, Noon);

        Assert.Equal(new(Claimed: 2), reply.Value);
        Assert.Equal([Anna], events);
        Assert.Equal(Later, Given(Anna).WakeAt);
    }

    [Fact]
    public void A_claim_that_is_asked_for_again_is_the_same()
    {
        var (reply, events) = Given(Anna).Claim(Wants("anna", 2), Soon, Noon);

        Assert.Equal(new(Claimed: 2), reply.Value);
        Assert.Empty(events);
    }

    [Fact]
    public void A_claim_that_is_asked_for_again_may_end_later_and_never_earlier()
    {
        var limit = Given(Anna);
        var later = Wants("anna", 2) with { Until = Later.AddMinutes(5) };

        var decision = limit.Claim(later, Soon, Noon);

        Assert.Equal([new Prolonged("anna", later.Until)], decision.Events);
        var prolonged = After(limit, decision);
        Assert.Equal(later.Until, prolonged.WakeAt);
        Assert.Empty(prolonged.Claim(Wants("anna", 2), Soon, Noon).Events);
    }

    [Fact]
    public void What_is_claimed_with_and_without_an_end_stays_within_the_limit_together()
    {
        var limit = Given(Anna with { Until = null }, new Claimed("ben", 1, Later, Soon));

        var decision = limit.Claim(Wants("cleo", 2, max: 4), Soon, Noon);

        Refused("purchase_limit_reached", decision);
        Assert.Equal([new(null, "left", Number: 1)], decision.Reply.Rejection!.Data);
        Assert.True(limit.Claim(Wants("cleo", 1, max: 4), Soon, Noon).Reply.IsAccepted);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_001)]
    public void An_impossible_number_of_units_is_refused(int units) =>
        Refused(
            "quantity_out_of_range",
            PurchaseLimit.Initial.Claim(Wants("anna", units, max: 5_000), Soon, Noon)
        );

    [Fact]
    public void What_has_run_out_is_gone_before_anyone_woke_the_ledger()
    {
        var limit = Given(Anna);
        var bens = Wants("ben", 2) with { Until = Later.AddMinutes(1) };

        var decision = limit.Claim(bens, By(Later), Later);

        Assert.Equal(
            [new Lapsed(Later, 2), new Claimed("ben", 2, bens.Until, By(Later))],
            decision.Events
        );
        Assert.Equal(new(2), After(limit, decision, Later).StandingAt(Later));
        Assert.Equal(new(0), limit.StandingAt(Later));
    }

    [Fact]
    public void The_alarm_ends_what_has_run_out_and_never_what_has_no_end()
    {
        var limit = Given(Anna, new Claimed("ben", 1, Until: null, Soon));

        Assert.Empty(limit.Lapse(Later.AddTicks(-1)).Events);
        var lapsed = After(limit, limit.Lapse(Later), Later);

        Assert.Equal(new(1), lapsed.StandingAt(DateTimeOffset.MaxValue.AddTicks(-1)));
        Assert.Null(lapsed.WakeAt);
    }

    [Fact]
    public void A_claim_may_lose_its_end_and_gets_none_again()
    {
        var limit = Given(Anna);
        var forGood = Wants("anna", 2) with { Until = null };

        var decision = limit.Claim(forGood, Soon, Noon);

        Assert.Equal([new Prolonged("anna", Until: null)], decision.Events);
        var lasting = After(limit, decision);
        Assert.Null(lasting.WakeAt);
        Assert.Empty(lasting.Claim(forGood, Soon, Noon).Events);
        Assert.Empty(lasting.Claim(Wants("anna", 2), Soon, Noon).Events);
    }

    [Fact]
    public void A_claim_whose_end_has_come_is_too_late()
    {
        Refused("deadline_passed", Given(Anna).Claim(Wants("anna", 2), By(Later), Later));
        Refused("deadline_passed", Given().Claim(Wants("anna", 2), Soon, Soon.End));
        Refused("deadline_passed", Given(Anna).Release("anna", Soon, Soon.End));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_given_back_is_free_whether_it_had_an_end_or_not(bool hasEnd)
    {
        var limit = Given(Anna with { Until = hasEnd ? Later : null });

        var decision = limit.Release("anna", Soon, Noon);

        Assert.Equal(new(0), decision.Reply.Value);
        Assert.Equal([new Released("anna", 2, Soon)], decision.Events);
        var released = After(limit, decision);
        Assert.Empty(released.Release("anna", Soon, Noon).Events);
        Refused("reservation_expired", released.Claim(Wants("anna", 2), Soon, Noon));
    }

    [Fact]
    public void A_claim_that_comes_after_its_release_is_refused_until_it_must_have_come()
    {
        var released = After(Given(), Given().Release("anna", Soon, Noon));
        var next = By(Soon.End.AddSeconds(10));

        Refused("reservation_expired", released.Claim(Wants("anna", 1), Soon, Noon));
        Assert.True(released.Claim(Wants("anna", 1), next, Soon.End).Reply.IsAccepted);
    }

    [Fact]
    public void Who_takes_over_a_claim_needs_room_for_the_difference_only()
    {
        var limit = Given(Anna);
        var order = Wants("order", 3, max: 3) with { Replaces = "anna" };

        var decision = limit.Claim(order, Soon, Noon);

        Assert.Equal([new Claimed("order", 3, Later, Soon, Replaces: "anna")], decision.Events);
        var taken = After(limit, decision);
        Assert.Equal(new(3), taken.StandingAt(Noon));
        Refused("reservation_expired", taken.Claim(Wants("anna", 2), Soon, Noon));
        Assert.Empty(taken.Claim(order, Soon, Noon).Events);
    }

    [Fact]
    public void Who_is_refused_takes_nothing_over()
    {
        var order = Wants("order", 4, max: 3) with { Replaces = "anna" };

        Refused("purchase_limit_reached", Given(Anna).Claim(order, Soon, Noon));
    }

    [Fact]
    public void A_holder_that_was_taken_over_is_refused_for_as_long_as_its_claim_may_come()
    {
        var shorter = By(Noon.AddSeconds(1));
        var order = Wants("order", 2) with { Replaces = "anna" };

        var taken = After(Given(Anna), Given(Anna).Claim(order, shorter, Noon));

        var late = shorter.End.AddSeconds(1);
        Refused("reservation_expired", taken.Claim(Wants("anna", 1, max: 9), Soon, late));
    }

    [Fact]
    public void Who_gave_back_is_not_taken_over()
    {
        var back = After(Given(Anna), Given(Anna).Release("anna", Soon, Noon));
        var order = Wants("order", 1) with { Replaces = "anna" };

        Assert.Equal([new Claimed("order", 1, Later, Soon)], back.Claim(order, Soon, Noon).Events);
    }

    [Fact]
    public void An_admission_is_spent_by_one_holder_who_may_come_again_with_it()
    {
        var limit = Given(Anna with { Admission = "adm" });
        var again = Wants("anna", 1) with { Admission = "adm", Until = Later.AddMinutes(5) };
        var bens = again with { Holder = "ben" };
        var lapsed = After(limit, limit.Lapse(Later), Later);

        Refused("admission_spent", limit.Claim(bens with { Max = 9 }, Soon, Noon));
        Refused("admission_spent", lapsed.Claim(bens, By(Later), Later));
        Assert.True(lapsed.Claim(again, By(Later), Later).Reply.IsAccepted);
    }

    [Fact]
    public void Who_takes_over_a_claim_takes_over_its_admission_by_naming_it()
    {
        var limit = Given(Anna with { Admission = "adm" });
        var second = Wants("anna 2", 1) with { Admission = "adm", Replaces = "anna" };

        var moved = After(limit, limit.Claim(second, Soon, Noon));

        Assert.Equal("anna 2", moved.Spent["adm"]);
        var third = second with { Holder = "anna 3", Replaces = null, Max = 9 };
        Refused("admission_spent", moved.Claim(third, Soon, Noon));
    }

    [Fact]
    public void What_is_given_back_leaves_its_admission_unspent()
    {
        var limit = Given(Anna with { Admission = "adm" });
        var back = After(limit, limit.Release("anna", Soon, Noon));
        var bens = Wants("ben", 1) with { Admission = "adm" };
        var order = After(
            limit,
            limit.Claim(Wants("order", 2) with { Replaces = "anna", Until = null }, Soon, Noon)
        );
        var cancelled = After(order, order.Release("order", Soon, Noon));

        Refused("admission_spent", order.Claim(bens with { Max = 9 }, Soon, Noon));
        Assert.True(back.Claim(bens, Soon, Noon).Reply.IsAccepted);
        Assert.True(cancelled.Claim(bens, Soon, Noon).Reply.IsAccepted);
    }

    [Fact]
    public void A_holder_who_asks_for_other_units_has_not_claimed_those()
    {
        Refused("reservation_expired", Given(Anna).Claim(Wants("anna", 1), Soon, Noon));
    }

    [Fact]
    public void An_admission_is_forgotten_a_day_after_its_claim()
    {
        var limit = Given(Anna with { Admission = "adm" });
        var forgotten = Later.AddDays(1);
        var bens = new LimitClaim("ben", 1, 2, forgotten.AddDays(1), Admission: "adm");

        Refused("admission_spent", limit.Claim(bens, By(forgotten), forgotten.AddTicks(-1)));
        Assert.True(limit.Claim(bens, By(forgotten), forgotten).Reply.IsAccepted);
    }

    private static LimitClaim Wants(string holder, int units, int max = 2) =>
        new(holder, units, max, Later);

    private static Deadline By(DateTimeOffset moment) => new(moment);

    private static PurchaseLimit Given(params PurchaseLimitEvent[] events) =>
        events.Aggregate(PurchaseLimit.Initial, (limit, e) => limit.Evolve(e, Noon));

    private static PurchaseLimit After<T>(
        PurchaseLimit limit,
        Decision<T, PurchaseLimitEvent> decision,
        DateTimeOffset? at = null
    ) => decision.Events.Aggregate(limit, (state, e) => state.Evolve(e, at ?? Noon));

    private static void Refused<T>(string code, Decision<T, PurchaseLimitEvent> decision)
    {
        Assert.Equal(code, decision.Reply.Rejection?.Code);
        Assert.Empty(decision.Events);
    }
}
