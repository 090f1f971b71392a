using Commerce.EventSourcing;

namespace Commerce.Orders;

/// <summary>What one operator gives back alone, and for what it takes two.</summary>
public sealed class RefundRulesTests
{
    private const long Left = 100_000;
    private const string Ann = "cus_ann";
    private const string Ben = "cus_ben";

    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly OrderId Id = new("ord_eu1_01J00000000000000000000000");
    private static readonly Money Max = new(50_000, new("EUR"));
    private static readonly RefundId First = RefundId.Of(Id, 1);

    private Order _order = Paid();
    private DateTimeOffset _now = Noon;

    [Fact]
    public void Up_to_the_limit_nobody_is_asked()
    {
        Assert.Null(Ask("a", 50_000).Value!.Asked);
        Assert.Null(_order.WakeAt);
    }

    [Fact]
    public void What_is_split_counts_together_for_a_day()
    {
        Assert.Null(Ask("a", 30_000).Value!.Asked);
        Assert.Equal(20_001, Ask("b", 20_001).Value!.Asked!.Amount);
        Assert.Null(Ask("c", 20_000).Value!.Asked);
        _now += Refunds.Together;
        Assert.Null(Ask("d", 50_000).Value!.Asked);
    }

    [Fact]
    public void All_that_is_left_is_what_it_is() =>
        Assert.Equal(Left, Ask("a", amount: null).Value!.Asked!.Amount);

    [Fact]
    public void Asked_again_it_is_the_same_and_counts_once()
    {
        Ask("a", 30_000);
        Assert.Null(Ask("a", 30_000).Value!.Asked);
        Assert.Null(Ask("b", 20_000).Value!.Asked);
        var asked = Ask("c", 60_000).Value!.Asked;

        Assert.Equal(asked, Ask("c", 60_000).Value!.Asked);
        Assert.Equal(
            Rejections.KeyReused,
            _order
                .AskRefund(Id, new("c", "other"), 60_000, "", Terms(Ann), Left, _now)
                .Reply.Rejection
        );
    }

    [Fact]
    public void More_than_there_is_is_refused_and_not_counted()
    {
        Assert.Equal("invalid_transition", Ask("a", Left + 1).Rejection!.Code);
        Assert.Equal("amount_out_of_range", Ask("b", 0).Rejection!.Code);
        Assert.Equal(0, _order.Refunds.Lately(_now));
    }

    [Fact]
    public void A_currency_that_is_not_named_has_no_limit()
    {
        var terms = new RefundTerms(Ann, [new(1, new("USD"))]);

        Assert.Empty(_order.AskRefund(Id, new("a", "a"), Left, "", terms, Left, _now).Events);
    }

    [Fact]
    public void Whoever_asked_decides_nothing()
    {
        Ask("a", 60_000);

        Assert.Equal("four_eyes_required", Decide(isApproved: true, Ann).Rejection!.Code);
        Assert.Equal("four_eyes_required", Decide(isApproved: false, Ann).Rejection!.Code);
        Assert.Equal(RefundAskState.AwaitingApproval, _order.Refunds.Find(First)!.State);
    }

    [Fact]
    public void Another_agrees_once_and_it_is_seen_to_until_the_payment_has_it()
    {
        Ask("a", 60_000);

        Assert.Equal(Ben, Decide(isApproved: true, Ben).Value!.Asked!.DecidedBy);
        Assert.True(Decide(isApproved: true, Ben).IsAccepted);
        Assert.Equal("refund_decided", Decide(isApproved: false, "cus_cy").Rejection!.Code);
        Assert.Equal(_now + Order.StepMax, _order.WakeAt);
        Take(_order.PassRefundOn(First));
        Assert.Null(_order.WakeAt);
        Assert.NotNull(Ask("b", 1).Value!.Asked);
    }

    [Fact]
    public void What_another_does_not_agree_to_is_off_and_does_not_count()
    {
        Ask("a", 60_000);

        Assert.True(Decide(isApproved: false, Ben).IsAccepted);
        Assert.Equal("refund_decided", Decide(isApproved: true, "cus_cy").Rejection!.Code);
        Assert.Null(_order.WakeAt);
        Assert.Null(Ask("b", 50_000).Value!.Asked);
    }

    [Fact]
    public void After_a_week_it_is_too_late()
    {
        Ask("a", 60_000);
        Assert.Equal(_now + Refunds.ApprovalMax, _order.WakeAt);
        Take(_order.ExpireRefunds(_now + Refunds.ApprovalMax - TimeSpan.FromTicks(1)));
        Assert.Equal(RefundAskState.AwaitingApproval, _order.Refunds.Find(First)!.State);
        _now += Refunds.ApprovalMax;

        // Whether or not the alarm has rung yet.
        Assert.Equal("refund_expired", Decide(isApproved: true, Ben).Rejection!.Code);
        Take(_order.ExpireRefunds(_now));
        Assert.Equal(RefundAskState.Expired, _order.Refunds.Find(First)!.State);
        Assert.Equal("refund_expired", Decide(isApproved: true, Ben).Rejection!.Code);
        Assert.Null(_order.WakeAt);
    }

    [Fact]
    public void Cancelling_gives_back_no_more_than_a_refund_would()
    {
        Assert.Equal("refund_required", Cancel(50_001).Rejection!.Code);
        Assert.True(Decided(50_000).IsAccepted);
        Ask("a", 30_000);
        Assert.Equal("refund_required", Cancel(20_001).Rejection!.Code);
        Assert.True(Decided(20_000).IsAccepted);
        _now += Refunds.Together;
        Assert.True(Cancel(50_000).IsAccepted);
        // Said again, it is as it is, whatever is left by then.
        Assert.True(Cancel(50_001).IsAccepted);

        // What would be, if it were done.
        Outcome<bool> Decided(long left) => CancelOf(left).Reply;
        Outcome<bool> Cancel(long left) => Take(CancelOf(left));
        Decision<bool, OrderEvent> CancelOf(long left) =>
            _order.Cancel(new("c", "c"), "odd", Terms(Ann), left, _now);
    }

    [Fact]
    public void Without_captured_money_nobody_else_is_asked_to_cancel()
    {
        Ask("a", 60_000);
        Decide(isApproved: true, Ben);

        Assert.True(
            Take(_order.Cancel(new("c", "c"), "odd", Terms(Ann), left: 0, _now)).IsAccepted
        );
    }

    [Fact]
    public void An_id_leads_to_its_order()
    {
        Assert.True(RefundId.TryParse(First.Value, null, out var id));
        Assert.Equal(Id, id.Order);
        foreach (var none in (string?[])[null, "", "rfd_", "rfd_-1", "rfd_x", "ord_x-1", "rfd_x-y"])
            Assert.False(RefundId.TryParse(none, null, out _));
    }

    private Outcome<RefundVerdict> Ask(string key, long? amount) =>
        Take(_order.AskRefund(Id, new(key, key), amount, "broken", Terms(Ann), Left, _now));

    private Outcome<RefundVerdict> Decide(bool isApproved, string by) =>
        Take(_order.ApproveRefund(First, isApproved, by, _now));

    private Outcome<T> Take<T>(Decision<T, OrderEvent> decision)
    {
        foreach (var happened in decision.Events)
            _order = _order.Evolve(happened, _now);
        return decision.Reply;
    }

    private static RefundTerms Terms(string by) => new(by, [Max]);

    private static Order Paid()
    {
        var zero = new Money(0, Max.Currency);
        var total = new Money(Left, Max.Currency);
        return Order.Initial with
        {
            Status = OrderStatus.Confirmed,
            Totals = new(total, zero, zero, zero, zero, total),
            Attempts =
            [
                new(1, new("pay_1"), "tok_ok", null, null, AttemptOutcome.Authorized, null),
            ],
        };
    }
}
