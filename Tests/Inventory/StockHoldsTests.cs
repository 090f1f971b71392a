using static Commerce.Inventory.StockEvent;

namespace Commerce.Inventory;

/// <summary>The pure rules of holds: no cluster, no clock, no await.</summary>
public sealed class StockHoldsTests : StockRules
{
    private static readonly StockEvent AnnaHeld = new Held("anna", 1, 2, Later);

    [Fact]
    public void Hold_takes_units_off_the_shelf()
    {
        var stock = Given(5);

        var decision = stock.Hold(Anna, 2, Duration, Soon, Noon);

        Assert.Equal(new Hold(Anna, 2, Noon, Later), decision.Reply.Value);
        Assert.Equal([AnnaHeld], decision.Events);
        Assert.Equal(new(3, 2, 0), After(stock, decision).Level);
    }

    [Fact]
    public void Hold_again_gives_the_same_hold_and_no_event()
    {
        var (reply, events) = Given(5, AnnaHeld).Hold(Anna, 3, Duration * 2, Soon, Noon);

        Assert.Equal(new Hold(Anna, 2, Noon, Later), reply.Value);
        Assert.Empty(events);
    }

    [Fact]
    public void Another_round_of_the_same_holder_is_another_hold()
    {
        var (reply, _) = Given(5, AnnaHeld).Hold(new("anna", 2), 3, Duration, Soon, Noon);

        Assert.Equal(3, reply.Value!.Quantity);
    }

    [Fact]
    public void Hold_of_more_than_is_left_says_what_is_left_and_what_is_only_held()
    {
        var decision = Given(3, AnnaHeld).Hold(Ben, 2, Duration, Soon, Noon);

        Refused(StockRejections.Insufficient(default), decision);
        Assert.Equal(
            [new(null, "available", Number: 1), new(null, "held", Number: 2)],
            decision.Reply.Rejection!.Data
        );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_001)]
    public void Hold_of_an_impossible_quantity_is_refused(int quantity) =>
        Refused(
            StockRejections.QuantityOutOfRange,
            Given(5_000).Hold(Anna, quantity, Duration, Soon, Noon)
        );

    /// <summary>Else it could run out, and be asked for once more.</summary>
    [Theory]
    [InlineData(12)]
    [InlineData(-1)]
    [InlineData(24 * 3600 + 1)]
    public void Hold_lasts_longer_than_its_command_and_no_more_than_a_day(int seconds) =>
        Refused(
            StockRejections.DurationOutOfRange,
            Given(5).Hold(Anna, 1, TimeSpan.FromSeconds(seconds), Soon, Noon)
        );

    [Fact]
    public void Safety_is_sold_to_nobody()
    {
        var stock = Given(5, new PolicySet(Safety: 3, BackorderCap: 0));

        Refused(StockRejections.Insufficient(default), stock.Hold(Anna, 3, Duration, Soon, Noon));
        Assert.True(stock.Hold(Anna, 2, Duration, Soon, Noon).Reply.IsAccepted);
    }

    [Fact]
    public void Backorders_are_taken_up_to_their_cap()
    {
        var stock = Given(1, new PolicySet(Safety: 0, BackorderCap: 5));
        stock = After(stock, stock.Hold(Anna, 6, Duration, Soon, Noon));
        Assert.Equal(-5, stock.Level.Available);

        var (reply, _) = stock.Hold(Ben, 1, Duration, Soon, Noon);

        Assert.Equal("backorder_cap_reached", reply.Rejection!.Code);
    }

    [Fact]
    public void While_frozen_nothing_is_held_and_what_is_held_is_sold()
    {
        var stock = Given(5, AnnaHeld, new Froze("recall"));

        Refused(StockRejections.Frozen, stock.Hold(Ben, 1, Duration, Soon, Noon));
        Assert.True(stock.Hold(Anna, 2, Duration, Soon, Noon).Reply.IsAccepted);
        Assert.True(stock.Sell(Anna, Soon, Noon).Reply.IsAccepted);
        var thawed = stock.Evolve(new Thawed("checked"), Noon);
        Assert.True(thawed.Hold(Ben, 1, Duration, Soon, Noon).Reply.IsAccepted);
    }

    [Fact]
    public void A_hold_that_ran_out_counts_as_gone_before_anyone_woke_the_stock()
    {
        var stock = Given(5, new Held("anna", 1, 5, Later));

        var (reply, events) = stock.Hold(Ben, 4, Duration, By(Later), Later);

        Assert.True(reply.IsAccepted);
        Assert.Equal([new Expired(Later, 5), new Held("ben", 1, 4, Later + Duration)], events);
        Refused(StockRejections.HoldEnded, stock.Extend(Anna, Later + Duration, By(Later), Later));
        Refused(StockRejections.HoldEnded, stock.Hold(Anna, 1, Duration, By(Later), Later));
    }

    [Fact]
    public void Extend_moves_the_end_and_never_back()
    {
        var stock = Given(5, AnnaHeld);

        var decision = stock.Extend(Anna, Later + Duration, Soon, Noon);
        var extended = After(stock, decision);

        Assert.Equal([new Extended("anna", 1, Later + Duration)], decision.Events);
        Assert.Equal(Later + Duration, decision.Reply.Value!.ExpiresAt);
        Assert.Equal(Later + Duration, extended.WakeAt);
        Assert.Equal(
            new(new Hold(Anna, 2, Noon, Later + Duration), []),
            extended.Extend(Anna, Later, Soon, Noon)
        );
    }

    [Fact]
    public void Extend_is_refused_beyond_a_day_from_the_beginning() =>
        Refused(
            StockRejections.DurationOutOfRange,
            Given(5, AnnaHeld).Extend(Anna, Noon.AddDays(1).AddSeconds(1), Soon, Noon)
        );

    [Fact]
    public void Release_gives_the_units_back_once()
    {
        var stock = Given(5, AnnaHeld);

        var decision = stock.Release(Anna, Soon, Noon);
        var released = After(stock, decision);

        Assert.Equal([new Released("anna", 1, 2, Soon)], decision.Events);
        Assert.Equal(new(5, 0, 0), released.Level);
        Assert.Equal(
            new(new HoldEnding(HoldState.Released, 2), []),
            released.Release(Anna, Soon, Noon)
        );
        Refused(StockRejections.HoldEnded, released.Sell(Anna, Soon, Noon));
    }

    [Fact]
    public void A_hold_that_its_release_overtook_is_refused_until_it_is_too_late_anyway()
    {
        var stock = Given(5);

        stock = After(stock, stock.Release(Anna, Soon, Noon));

        Assert.Equal(new(5, 0, 0), stock.Level);
        Refused(StockRejections.HoldEnded, stock.Hold(Anna, 2, Duration, Soon, Noon));
        Refused(Rejections.TooLate, stock.Hold(Anna, 2, Duration, Soon, Soon.End));
        Assert.Equal(0, stock.Evolve(new Froze(""), Soon.End).Ended.Count);
    }

    [Fact]
    public void Sell_takes_what_is_held_and_a_release_that_follows_gives_nothing_back()
    {
        var stock = Given(5, AnnaHeld);

        stock = After(stock, stock.Sell(Anna, Soon, Noon));
        var again = stock.Sell(Anna, Soon, Noon);
        var released = stock.Release(Anna, Soon, Noon);

        Assert.Equal(new(3, 0, 2), stock.Level);
        Assert.Null(stock.WakeAt);
        Assert.Equal(new(new HoldEnding(HoldState.Sold, 2), []), again);
        Assert.Equal(again, released);
    }

    [Fact]
    public void Sell_of_what_was_never_held_is_refused() =>
        Refused(StockRejections.HoldEnded, Given(5).Sell(Anna, Soon, Noon));

    [Fact]
    public void A_late_sale_succeeds_while_as_many_units_are_left()
    {
        var stock = Given(5, AnnaHeld);

        var decision = stock.Sell(Anna, By(Later), Later);

        Assert.Equal(
            [new Expired(Later, 2), new Sold("anna", 1, 2, By(Later), Late: true)],
            decision.Events
        );
        Assert.Equal(new(3, 0, 2), After(stock, decision, Later).Level);
    }

    [Fact]
    public void A_late_sale_of_units_that_others_have_is_refused()
    {
        var stock = Given(2, AnnaHeld);
        stock = After(stock, stock.Hold(Ben, 1, Duration, By(Later), Later), Later);

        Refused(StockRejections.HoldEnded, stock.Sell(Anna, By(Later), Later));
    }

    [Fact]
    public void A_late_sale_is_refused_when_the_release_came_first()
    {
        var stock = Given(5, AnnaHeld);
        stock = After(stock, stock.Release(Anna, By(Later), Later), Later);

        Assert.Equal(new(5, 0, 0), stock.Level);
        Refused(StockRejections.HoldEnded, stock.Sell(Anna, By(Later), Later));
    }

    [Fact]
    public void A_sale_that_comes_an_hour_too_late_is_refused()
    {
        var forgotten = Later + Stock.LateSaleMax;
        var stock = Given(5, AnnaHeld);
        stock = After(stock, stock.Expire(Later), Later);

        Assert.True(stock.Sell(Anna, By(forgotten), forgotten.AddSeconds(-1)).Reply.IsAccepted);
        Refused(StockRejections.HoldEnded, stock.Sell(Anna, By(forgotten), forgotten));
    }

    [Fact]
    public void Expire_ends_what_has_run_out_and_nothing_else()
    {
        var stock = Given(9, AnnaHeld, new Held("ben", 1, 3, Later + Duration));
        Assert.Equal(Later, stock.WakeAt);
        Assert.Empty(stock.Expire(Later.AddMilliseconds(-1)).Events);

        var decision = stock.Expire(Later);
        stock = After(stock, decision, Later);

        Assert.Equal([new Expired(Later, 2)], decision.Events);
        Assert.Equal(new(6, 3, 0), stock.Level);
        Assert.Equal(Later + Duration, stock.WakeAt);
    }

    [Fact]
    public void Every_command_is_refused_from_its_deadline_on()
    {
        var stock = Given(5, AnnaHeld);
        Refused(Rejections.TooLate, stock.Hold(Anna, 2, Duration, Soon, Soon.End));
        Refused(Rejections.TooLate, stock.Extend(Anna, Later + Duration, Soon, Soon.End));
        Refused(Rejections.TooLate, stock.Release(Anna, Soon, Soon.End));
        Refused(Rejections.TooLate, stock.Sell(Anna, Soon, Soon.End));
        Assert.True(stock.Sell(Anna, Soon, Soon.End.AddTicks(-1)).Reply.IsAccepted);
    }
}
