using static Commerce.Inventory.StockEvent;

namespace Commerce.Inventory;

/// <summary>The pure rules of movements and policy: no cluster, no clock, no await.</summary>
public sealed class StockMovementsTests : StockRules
{
    [Fact]
    public void Receive_puts_units_on_the_shelf()
    {
        var stock = Given(5);

        var decision = stock.Receive(Key(), "mov_1", 3, "delivery", Noon);

        Assert.Equal([new Received("mov_1", "key", "request", 3, "delivery")], decision.Events);
        Assert.Equal(new Movement("mov_1", new(8, 0, 0)), decision.Reply.Value);
        Assert.Equal(new(8, 0, 0), After(stock, decision).Level);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1_000_001)]
    public void Receive_of_an_impossible_quantity_is_refused(int quantity) =>
        Refused(
            StockRejections.QuantityOutOfRange,
            Given(5).Receive(Key(), "mov_1", quantity, "", Noon)
        );

    [Fact]
    public void A_movement_that_is_asked_for_again_is_the_same_movement()
    {
        var stock = Given(5);
        stock = After(stock, stock.Receive(Key(), "mov_1", 3, "", Noon));

        var (reply, events) = stock.Receive(Key(), "mov_2", 3, "", Noon);

        Assert.Equal(new Movement("mov_1", new(8, 0, 0), Repeated: true), reply.Value);
        Assert.Empty(events);
    }

    [Fact]
    public void A_key_that_comes_with_another_request_is_refused()
    {
        var stock = Given(5);
        stock = After(stock, stock.Receive(Key(), "mov_1", 3, "", Noon));

        Refused(
            Rejections.KeyReused,
            stock.Adjust(Key(request: "other"), "mov_2", 1, from: null, "", Noon)
        );
    }

    [Fact]
    public void A_movement_is_remembered_for_a_day()
    {
        var end = Noon + Stock.MovementMemory;
        var stock = Given(5);
        stock = After(stock, stock.Receive(Key(), "mov_1", 3, "", Noon));
        var late = Key() with { NotAfter = By(end) };

        Assert.True(stock.Receive(late, "m", 3, "", end.AddTicks(-1)).Reply.Value!.Repeated);
        Assert.False(stock.Receive(late, "m", 3, "", end).Reply.Value!.Repeated);
        Assert.Equal(0, stock.Evolve(new Froze(""), end).Movements.Count);
    }

    [Fact]
    public void Beyond_what_can_be_remembered_movements_are_sent_away()
    {
        var movements = Enumerable
            .Range(1, Stock.MovementsMax - 1)
            .Select(i => new Received($"mov_{i}", $"key {i}", "", 1, ""));
        var full = Given(1, [.. movements]);

        Refused(Rejections.Overloaded, full.Receive(Key(), "m", 1, "", Noon));
        Assert.True(
            full.Receive(Key("key 1", request: ""), "m", 1, "", Noon).Reply.Value!.Repeated
        );
    }

    [Fact]
    public void Adjust_corrects_what_is_on_hand_either_way()
    {
        var stock = Given(5, new Held("anna", 1, 2, Later));

        var less = stock.Adjust(Key(), "mov_1", -2, from: 5, "broken", Noon);
        var more = stock.Adjust(Key(), "mov_1", 2, from: null, "found", Noon);

        Assert.Equal([new Adjusted("mov_1", "key", "request", -2, "broken")], less.Events);
        Assert.Equal(new(1, 2, 0), less.Reply.Value!.Level);
        Assert.Equal(new(5, 2, 0), After(stock, more).Level);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-6)]
    [InlineData(1_000_001)]
    [InlineData(-1_000_001)]
    public void Adjust_by_what_cannot_be_is_refused(int change) =>
        Refused(
            StockRejections.QuantityOutOfRange,
            Given(5).Adjust(Key(), "mov_1", change, from: null, "", Noon)
        );

    [Fact]
    public void Damage_takes_units_away_and_says_whose_they_were()
    {
        var stock = Given(5, new Held("anna", 1, 2, Later));

        var decision = stock.Damage(Key(), "mov_1", 4, from: 5, "dropped", Noon);

        Assert.Equal(
            new Damaged("mov_1", "key", "request", 4, "dropped"),
            Assert.IsType<Damaged>(decision.Events[0])
        );
        Assert.Equal(["anna"], Assert.IsType<FellShort>(decision.Events[1]).Holders);
        Assert.Equal(new(-1, 2, 0), After(stock, decision).Level);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(6)]
    public void Damage_of_units_that_are_not_there_is_refused(int quantity) =>
        Refused(
            StockRejections.QuantityOutOfRange,
            Given(5).Damage(Key(), "mov_1", quantity, from: null, "", Noon)
        );

    [Fact]
    public void A_correction_of_what_has_changed_meanwhile_is_refused()
    {
        var stock = Given(5, new Held("anna", 1, 2, Later));

        var adjust = stock.Adjust(Key(), "mov_1", -1, from: 3, "", Noon);
        var count = stock.Count(Key(), "mov_1", 4, from: 3, "", Noon);
        var damage = stock.Damage(Key(), "mov_1", 1, from: 3, "", Noon);

        Refused(Rejections.Stale, adjust);
        Refused(Rejections.Stale, count);
        Refused(Rejections.Stale, damage);
        Assert.Equal([new("/from", "onHand", Number: 5)], adjust.Reply.Rejection!.Data);
    }

    [Fact]
    public void Count_sets_what_is_on_hand()
    {
        var stock = Given(5, new Held("anna", 1, 2, Later));

        var decision = stock.Count(Key(), "mov_1", 4, from: 5, "stocktaking", Noon);

        Assert.Equal(
            [new Counted("mov_1", "key", "request", 4, -1, "stocktaking")],
            decision.Events
        );
        Assert.Equal(new(2, 2, 0), After(stock, decision).Level);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100_000_001)]
    public void Count_of_what_cannot_be_is_refused(long found) =>
        Refused(
            StockRejections.QuantityOutOfRange,
            Given(5).Count(Key(), "mov_1", found, from: null, "", Noon)
        );

    [Fact]
    public void A_shortfall_names_the_newest_holders_as_far_as_they_are_hit()
    {
        var stock = Stock
            .Initial.Evolve(new Received("mov_0", "first", "", 9, ""), Noon)
            .Evolve(new Held("anna", 1, 3, Later), Noon)
            .Evolve(new Held("ben", 1, 3, Later), Noon.AddSeconds(1))
            .Evolve(new Held("cora", 1, 3, Later), Noon.AddSeconds(2));

        var events = stock.Count(Key(), "m", 5, from: null, "", Noon.AddSeconds(3)).Events;

        var short4 = Assert.IsType<FellShort>(events[^1]);
        Assert.Equal(4, short4.Missing);
        Assert.Equal(["cora", "ben"], short4.Holders);
    }

    [Fact]
    public void Units_that_were_missing_before_are_not_missed_again()
    {
        var stock = Given(5, new Held("anna", 1, 5, Later));
        stock = After(stock, stock.Count(Key("1"), "m", 3, from: null, "", Noon));

        Assert.Single(stock.Count(Key("2"), "m", 4, from: null, "", Noon).Events);
        var worse = stock.Count(Key("3"), "m", 2, from: null, "", Noon).Events;
        Assert.Equal(3, Assert.IsType<FellShort>(worse[^1]).Missing);
    }

    [Fact]
    public void What_may_be_sold_before_it_arrives_is_not_missing()
    {
        var stock = Given(5, new PolicySet(0, BackorderCap: 2), new Held("anna", 1, 5, Later));

        Assert.Single(stock.Count(Key(), "m", 3, from: null, "", Noon).Events);
        var events = stock.Count(Key(), "m", 2, from: null, "", Noon).Events;
        Assert.Equal(1, Assert.IsType<FellShort>(events[^1]).Missing);
    }

    /// <summary>However it comes about, nobody is left without units silently.</summary>
    [Fact]
    public void A_lower_backorder_cap_can_leave_units_missing()
    {
        var stock = Given(1, new PolicySet(0, BackorderCap: 5), new Held("anna", 1, 6, Later));

        var events = stock.SetPolicy(safety: null, backorderCap: 3, Noon).Events;

        Assert.Equal(new PolicySet(0, 3), events[0]);
        var fell = Assert.IsType<FellShort>(events[^1]);
        Assert.Equal(2, fell.Missing);
        Assert.Equal(["anna"], fell.Holders);
    }

    [Fact]
    public void Restock_puts_back_what_was_sold_and_no_more()
    {
        var stock = Given(5, new Held("anna", 1, 3, Later), new Sold("anna", 1, 3, Soon));

        var decision = stock.Restock(Key(), "mov_1", 3, "returned", Noon);

        Assert.Equal([new Restocked("mov_1", "key", "request", 3, "returned")], decision.Events);
        Assert.Equal(new(5, 0, 0), After(stock, decision).Level);
        Refused(StockRejections.QuantityOutOfRange, stock.Restock(Key(), "m", 4, "", Noon));
        Refused(StockRejections.QuantityOutOfRange, stock.Restock(Key(), "m", 0, "", Noon));
    }

    [Fact]
    public void Movements_are_refused_from_their_deadline_on()
    {
        var (stock, end) = (Given(5), Soon.End);
        Refused(Rejections.TooLate, stock.Receive(Key(), "m", 1, "", end));
        Refused(Rejections.TooLate, stock.Adjust(Key(), "m", 1, from: null, "", end));
        Refused(Rejections.TooLate, stock.Count(Key(), "m", 1, from: null, "", end));
        Refused(Rejections.TooLate, stock.Restock(Key(), "m", 1, "", end));
        Assert.True(stock.Receive(Key(), "m", 1, "", end.AddTicks(-1)).Reply.IsAccepted);
    }

    [Fact]
    public void Freezing_what_is_frozen_changes_nothing()
    {
        var stock = Given(5);

        var decision = stock.Freeze(frozen: true, "recall", Noon);
        stock = After(stock, decision);

        Assert.Equal([new Froze("recall")], decision.Events);
        Assert.True(stock.Level.Frozen);
        Assert.Empty(stock.Freeze(frozen: true, "again", Noon).Events);
        Assert.Equal([new Thawed("done")], stock.Freeze(frozen: false, "done", Noon).Events);
    }

    [Fact]
    public void Policy_keeps_what_is_not_given()
    {
        var stock = Given(5, new PolicySet(Safety: 1, BackorderCap: 2));

        Assert.Equal([new PolicySet(3, 2)], stock.SetPolicy(3, backorderCap: null, Noon).Events);
        Assert.Equal([new PolicySet(1, 4)], stock.SetPolicy(safety: null, 4, Noon).Events);
        Assert.Empty(stock.SetPolicy(1, 2, Noon).Events);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(null, -1)]
    [InlineData(1_000_001, null)]
    [InlineData(null, 1_000_001)]
    public void Policy_out_of_range_is_refused(int? safety, int? backorderCap) =>
        Refused(StockRejections.QuantityOutOfRange, Given(5).SetPolicy(safety, backorderCap, Noon));
}
