using static Commerce.Inventory.StockEvent;

namespace Commerce.Inventory;

/// <summary>The pure rules of what is set apart: no cluster, no clock, no await.</summary>
public sealed class AllotmentTests : StockRules
{
    private const string Sale = "sal_1";
    private const string Informed = "sale/sal_1";

    private static readonly StockEvent ThreeGranted = new Granted(Sale, 1, 3);

    /// <summary>An allotment of so many units, and then this.</summary>
    private static Stock Allotted(int units, params StockEvent[] events) =>
        events.Aggregate(
            Stock.Initial.Evolve(new GrantTaken(1, units), Noon),
            (stock, happened) => stock.Evolve(happened, Noon)
        );

    [Fact]
    public void A_grant_takes_units_from_normal_stock_and_is_on_its_way()
    {
        var stock = Given(5);

        var decision = stock.Grant(Sale, 1, 3, Soon, Noon);
        var after = After(stock, decision);

        Assert.Equal([ThreeGranted], decision.Events);
        Assert.Equal(new(2, 0, 0, Allotted: 3), after.Level);
        Assert.Equal(after.Level, decision.Reply.Value);
        Assert.Equal(Noon + Stock.OnTheWayMax, after.WakeAt);
        Assert.Null(After(after, after.SettleGrant(Sale, 1)).WakeAt);
    }

    [Fact]
    public void A_grant_that_is_asked_for_again_is_the_same_and_another_number_another()
    {
        var stock = Given(9, ThreeGranted);

        Assert.Equal(new(stock.Level, []), stock.Grant(Sale, 1, 3, Soon, Noon));
        Assert.Equal([new Granted(Sale, 2, 2)], stock.Grant(Sale, 2, 2, Soon, Noon).Events);
    }

    [Fact]
    public void A_grant_is_of_saleable_units_of_a_sku_that_is_not_frozen_and_in_time()
    {
        var kept = Given(5, new PolicySet(Safety: 3, BackorderCap: 0));

        Refused(StockRejections.Insufficient(default), kept.Grant(Sale, 1, 3, Soon, Noon));
        Assert.True(kept.Grant(Sale, 1, 2, Soon, Noon).Reply.IsAccepted);
        Refused(
            StockRejections.Frozen,
            Given(5, new Froze("recall")).Grant(Sale, 1, 3, Soon, Noon)
        );
        Refused(Rejections.TooLate, Given(5).Grant(Sale, 1, 3, Soon, Soon.End));
        Refused(StockRejections.QuantityOutOfRange, Given(5).Grant(Sale, 1, 0, Soon, Noon));
        Refused(StockRejections.QuantityOutOfRange, Given(5).Grant(Sale, 0, 1, Soon, Noon));
        Refused(
            StockRejections.DurationOutOfRange,
            Given(5).Grant(Sale, 1, 1, By(Noon + Stock.GrantMax + TimeSpan.FromTicks(1)), Noon)
        );
    }

    [Fact]
    public void An_allotment_takes_a_grant_once_and_can_sell_it()
    {
        var stock = After(Stock.Initial, Stock.Initial.TakeGrant(1, 3, Noon));

        Assert.Equal(new(3, 0, 0), stock.Level);
        Assert.Empty(stock.TakeGrant(1, 3, Noon).Events);
        Assert.True(stock.Hold(Anna, 3, Duration, Soon, Noon).Reply.IsAccepted);
    }

    [Fact]
    public void A_closed_allotment_takes_no_holds_and_those_it_has_may_be_sold()
    {
        var stock = Allotted(5, new Held("anna", 1, 2, Later), new Closed(Informed));

        Refused(StockRejections.AllotmentClosed, stock.Hold(Ben, 1, Duration, Soon, Noon));
        Assert.True(stock.Hold(Anna, 2, Duration, Soon, Noon).Reply.IsAccepted);
        Assert.Empty(stock.Return(Noon).Events);
        Assert.Equal(Later, stock.WakeAt);

        stock = After(stock, stock.Sell(Anna, Soon, Noon));

        Assert.Equal(Noon + Stock.OnTheWayMax, stock.WakeAt);
        Assert.Equal([new Returned(3, 2)], stock.Return(Noon).Events);
    }

    [Fact]
    public void A_hold_that_ran_out_is_on_the_way_back_with_the_rest()
    {
        var stock = Allotted(5, new Held("anna", 1, 2, Later), new Closed(Informed));

        var decision = stock.Return(Later);
        stock = After(stock, decision, Later);

        Assert.Equal([new Expired(Later, 2), new Returned(5, 0)], decision.Events);
        Assert.Equal(default, stock.Level);
        Assert.Equal(new(stock.Level, IsClosed: false, 5, 0, 5), stock.Standing);
        Refused(StockRejections.HoldEnded, stock.Sell(Anna, By(Later), Later));
    }

    [Fact]
    public void What_comes_back_is_counted_once()
    {
        var stock = Given(5, ThreeGranted, new GrantSettled(Sale, 1));

        var decision = stock.TakeBack(Sale, closing: 1, left: 1, sold: 2, Noon);
        var after = After(stock, decision);

        Assert.Equal([new TookBack(Sale, 1, 1, 2)], decision.Events);
        Assert.Equal(1, decision.Reply.Value);
        Assert.Equal(new(3, 0, 2), after.Level);
        Assert.Equal(new(1, []), after.TakeBack(Sale, 1, 1, 2, Noon));
        Refused(StockRejections.AllotmentClosed, after.Grant(Sale, 1, 3, Soon, Noon));
        Refused(StockRejections.QuantityOutOfRange, stock.TakeBack(Sale, 1, 2, 2, Noon));
    }

    [Fact]
    public void What_an_allotment_never_took_comes_back_and_is_void_there()
    {
        var stock = Given(9, ThreeGranted, new GrantSettled(Sale, 1), new Granted(Sale, 2, 4));

        var decision = stock.TakeBack(Sale, closing: 1, left: 1, sold: 2, Noon);

        Assert.Equal([new TookBack(Sale, 1, 5, 2)], decision.Events);
        Assert.Equal(2, decision.Reply.Value);
        var allotment = Allotted(3, new Closed(Informed), new Returned(1, 2));
        Refused(StockRejections.AllotmentClosed, allotment.TakeGrant(2, 4, Noon));
        allotment = After(allotment, allotment.SettleReturn(closing: 1, decision.Reply.Value));
        allotment = After(allotment, allotment.SettleClosing());
        Refused(StockRejections.AllotmentClosed, allotment.TakeGrant(2, 4, Noon));
        Assert.True(allotment.TakeGrant(3, 4, Noon).Reply.IsAccepted);
    }

    [Fact]
    public void An_allotment_is_closed_when_its_units_are_back_and_rests_when_that_is_told()
    {
        var stock = Allotted(
            3,
            new Held("anna", 1, 2, Later),
            new Sold("anna", 1, 2, Soon),
            new Closed(Informed),
            new Returned(1, 2)
        );
        Assert.False(stock.Close(Informed, Noon).Reply.Value!.IsClosed);
        Assert.Empty(stock.SettleReturn(closing: 2, through: 1).Events);

        stock = After(stock, stock.SettleReturn(closing: 1, through: 1));
        Assert.Equal(new(default, IsClosed: true, 3, 2, 1), stock.Close("x", Noon).Reply.Value);
        Assert.NotNull(stock.WakeAt);
        stock = After(stock, stock.SettleClosing());

        Assert.Null(stock.WakeAt);
        Assert.Empty(stock.SettleClosing().Events);
        Refused(
            StockRejections.AllotmentClosed,
            stock.Restock(Key(), "mov_1", 1, "order given up", Noon)
        );
    }

    [Fact]
    public void After_it_was_settled_an_allotment_can_be_had_again_by_a_higher_number()
    {
        var root = Given(9, ThreeGranted, new TookBack(Sale, 1, 3, 0));

        root = After(root, root.Grant(Sale, 2, 4, Soon, Noon));

        Assert.Equal(new(5, 0, 0, Allotted: 4), root.Level);
        Assert.Equal(new(1, []), root.TakeBack(Sale, 1, 3, 0, Noon));
        Assert.Equal([new TookBack(Sale, 2, 4, 0)], root.TakeBack(Sale, 2, 4, 0, Noon).Events);
    }

    [Fact]
    public void A_freeze_is_told_to_allotments_and_an_older_word_changes_nothing()
    {
        var root = Given(5, ThreeGranted, new GrantSettled(Sale, 1));
        root = After(root, root.Freeze(frozen: true, "recall", Noon));
        Assert.NotNull(root.WakeAt);
        root = After(root, root.SettleFreeze(Sale, 1));
        Assert.Null(root.WakeAt);

        var stock = Allotted(3);
        stock = After(stock, stock.FollowFreeze(frozen: false, 2, Noon));
        stock = After(stock, stock.FollowFreeze(frozen: true, 1, Noon));
        Assert.False(stock.Level.Frozen);
        stock = After(stock, stock.FollowFreeze(frozen: true, 3, Noon));

        Refused(StockRejections.Frozen, stock.Hold(Anna, 1, Duration, Soon, Noon));
    }

    [Fact]
    public void While_units_are_out_nobody_counts_the_shelf()
    {
        var stock = Given(5, ThreeGranted);
        var out3 = StockRejections.UnitsAllotted(default, Sale);

        Refused(out3, stock.Count(Key(), "m", 5, from: null, "", Noon));
        Refused(out3, stock.Adjust(Key(), "m", 1, from: 2, "", Noon));
        Refused(out3, stock.Damage(Key(), "m", 1, from: 2, "", Noon));
        Refused(out3, stock.Adjust(Key(), "m", -3, from: null, "", Noon));
        var refused = stock.Damage(Key(), "m", 5, from: null, "", Noon);
        Refused(out3, refused);
        Assert.Contains(refused.Reply.Rejection!.Data, fact => fact.Text == Sale);
        Refused(
            StockRejections.QuantityOutOfRange,
            stock.Damage(Key(), "m", 6, from: null, "", Noon)
        );
        Assert.True(stock.Damage(Key(), "m", 2, from: null, "", Noon).Reply.IsAccepted);
        Assert.True(stock.Adjust(Key(), "m", 7, from: null, "", Noon).Reply.IsAccepted);
    }

    [Fact]
    public void The_total_is_all_units_whoever_has_them_and_wherever_they_are()
    {
        var stock = Given(9, new Granted(Sale, 1, 3), new Granted("sal_2", 1, 4));
        var allotment = Allotted(3, new Held("anna", 1, 2, Later), new Sold("anna", 1, 2, Soon));

        var total = stock.Total(
            new Dictionary<string, Versioned<AllotmentStanding>>(StringComparer.Ordinal)
            {
                [Sale] = new(allotment.Standing, 3),
                ["sal_2"] = new(Stock.Initial.Standing, 0),
            },
            version: 3
        );

        Assert.Equal(new(7, 0, 2, Allotted: 7), total.Level);
        Assert.Equal([new(Sale, 1, 0, 2), new("sal_2", 4, 0, 0)], total.Allotments);
        Assert.Equal((3, 3), (total.Version, total.Beside));
    }
}
