using Commerce.EventSourcing;
using Commerce.Inventory;
using static Commerce.FlashSales.SaleEvent;

namespace Commerce.FlashSales;

/// <summary>The pure rules of a sale: what follows from time, and what is allowed when.</summary>
public sealed class SaleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Before = Noon - TimeSpan.FromHours(1);
    private static readonly DateTimeOffset One = Noon + TimeSpan.FromHours(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private static readonly SaleId Id = new("sal_eu1_1");
    private static readonly Sku Tea = new("TEA");

    private static readonly SaleTerms Terms = new(
        "Drop",
        [new(Tea, new(900, Currency.Parse("EUR", null)), 50)],
        Limit: 2
    );

    private static readonly SaleEvent[] OnItsWay =
    [
        new Drafted(Terms),
        new Scheduled(Noon, One, Id.Value),
        new QuotaSet(),
        new Armed("00", "seed"),
    ];

    [Fact]
    public void Nothing_is_written_at_the_start_and_yet_it_is_live_to_the_millisecond()
    {
        var sale = Given(OnItsWay);

        Assert.Equal(SaleState.Armed, sale.StateAt(Noon - SaleSchedule.QueuesBefore - Moment));
        Assert.Equal(SaleState.Prequeue, sale.StateAt(Noon - SaleSchedule.QueuesBefore));
        Assert.Equal(SaleState.Prequeue, sale.StateAt(Noon - Moment));
        Assert.Equal(SaleState.Live, sale.StateAt(Noon));
        Assert.Equal(SaleState.Live, sale.StateAt(One - Moment));
        Assert.Equal(SaleState.Ended, sale.StateAt(One));
    }

    [Fact]
    public void The_price_holds_from_the_start_to_before_the_end()
    {
        var sale = Given(OnItsWay);

        Assert.Equal("sale_not_open", sale.Offer(Tea, Noon - Moment).Rejection!.Code);
        Assert.Equal(900, sale.Offer(Tea, Noon).Value!.Price.MinorUnits);
        Assert.Equal(900, sale.Offer(Tea, One - Moment).Value!.Price.MinorUnits);
        Assert.Equal("sale_closed", sale.Offer(Tea, One).Rejection!.Code);
        Assert.Equal("product_unavailable", sale.Offer(new("MUG"), Noon).Rejection!.Code);
    }

    [Fact]
    public void Without_its_units_or_its_seed_no_time_makes_it_live()
    {
        Assert.Equal(SaleState.Scheduled, Given(OnItsWay[..2]).StateAt(Noon));
        Assert.Equal(SaleState.Scheduled, Given(OnItsWay[..3]).StateAt(Noon));
    }

    [Fact]
    public void A_pause_stops_offers_until_it_is_over()
    {
        var paused = Given([.. OnItsWay, new Paused(Hard: false)]);
        var resumed = Given([.. OnItsWay, new Paused(Hard: false), new Resumed()]);

        Assert.Equal(SaleState.Paused, paused.StateAt(Noon));
        Assert.Equal("sale_paused", paused.Offer(Tea, Noon).Rejection!.Code);
        Assert.Equal(SaleState.Live, resumed.StateAt(Noon));
        Assert.Equal(SaleState.Ended, paused.StateAt(One));
    }

    [Fact]
    public void What_stops_ends_at_that_moment()
    {
        var at = Noon + TimeSpan.FromMinutes(3);
        var decision = Given(OnItsWay).Stop(at);

        Assert.Equal([new Stopped()], decision.Events);
        Assert.Equal(SaleState.Ended, Given([.. OnItsWay, new Stopped()], at).StateAt(at));
    }

    [Fact]
    public void Its_alarm_is_its_end()
    {
        Assert.Equal(One, Given(OnItsWay).WakeAt);
        Assert.Null(Given(OnItsWay[..1]).WakeAt);
        Assert.Equal([new SettlingBegan(One + Sale.StepMax)], Given(OnItsWay).End(One).Events);
        Assert.Empty(Given(OnItsWay).End(One - Moment).Events);
    }

    [Fact]
    public void It_is_settled_only_when_every_unit_is_sold_or_back()
    {
        var sale = Given([.. OnItsWay, new SettlingBegan(One)]);
        var open = new AllotmentStanding(default, IsClosed: false, 50, 30, 0);
        var closed = open with { IsClosed = true, Left = 20 };

        Assert.Equal(
            [new SettlingContinues(One + Sale.StepMax)],
            sale.Settle([(Tea, open)], One).Events
        );
        var settled = Assert.IsType<Settled>(
            Assert.Single(sale.Settle([(Tea, closed)], One).Events)
        );
        Assert.Equal([new(Tea, 50, 30, 20)], settled.Results);
        Assert.Equal(
            SaleState.Settled,
            Given([.. OnItsWay, new SettlingBegan(One), settled]).StateAt(One)
        );
    }

    [Fact]
    public void A_schedule_that_failed_leaves_a_draft_and_says_why()
    {
        var failed = new ScheduleFailed("insufficient_stock", "Too few.", []);
        var sale = Given([.. OnItsWay[..2], failed]);

        Assert.Equal(SaleState.Draft, sale.StateAt(Noon));
        Assert.True(sale.IsReturning);
        Assert.Equal("insufficient_stock", sale.Problem!.Code);
        var back = Given([.. OnItsWay[..2], failed, new Settled([])]);
        var again = back.Schedule(Id, Noon, One, Before);
        Assert.Equal([new Scheduled(Noon, One, "sal_eu1_1.2")], again.Events);
    }

    [Theory]
    [InlineData(-1, 3_600)]
    [InlineData(60, 9)]
    [InlineData(367L * 24 * 3_600, 3_600)]
    [InlineData(60, 91L * 24 * 3_600)]
    public void A_schedule_is_ahead_and_neither_too_short_nor_too_long(long ahead, long length)
    {
        var start = Before + TimeSpan.FromSeconds(ahead);
        var (reply, events) = Given(OnItsWay[..1])
            .Schedule(Id, start, start + TimeSpan.FromSeconds(length), Before);

        Assert.Equal("invalid_schedule", reply.Rejection!.Code);
        Assert.Empty(events);
    }

    public static TheoryData<string, string> Wrong =>
        new()
        {
            { "draft", "arm start pause resume stop extend" },
            { "scheduled", "put start pause resume stop" },
            { "armed", "put schedule pause resume stop" },
            { "live", "put schedule start cancel" },
            { "paused", "put schedule start cancel" },
            { "ended", "put schedule start pause resume extend cancel admission" },
            { "settled", "put schedule arm start pause resume extend cancel admission" },
            { "cancelled", "put schedule arm start pause resume stop extend admission" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_a_state_does_not_allow_is_explained_and_changes_nothing(
        string state,
        string actions
    )
    {
        var (sale, now) = In(state);
        foreach (var action in actions.Split(' '))
        {
            var (reply, events) = Do(sale, action, now);

            Assert.True(events.IsEmpty, $"{state}: {action} did something");
            Assert.Equal("invalid_transition", reply.Rejection?.Code);
            Assert.True(reply.Rejection!.Detail.Length > 20, action);
        }
    }

    [Fact]
    public void Who_has_read_an_older_version_changes_nothing()
    {
        var (reply, events) = Given(OnItsWay)
            .AsRead(expected: 3, version: 4, sale => sale.Hold(isHard: false, Noon));

        Assert.Equal("precondition_failed", reply.Rejection!.Code);
        Assert.Empty(events);
    }

    [Fact]
    public void Terms_that_are_wrong_are_named_one_by_one()
    {
        var price = Terms.Items[0].Price;
        var wrong = new SaleTerms(
            " ",
            [new(Tea, price, 0), new(Tea, new(-1, price.Currency), 1)],
            Limit: 0,
            HoldSeconds: 59,
            AdmissionSeconds: 3_601,
            Work: 25,
            Honeypot: Tea
        );

        var (reply, _) = Sale.Initial.Put(wrong);

        Assert.Equal(
            [
                "/admissionSeconds",
                "/holdSeconds",
                "/honeypot",
                "/items/0/quantity",
                "/items/1/price",
                "/items/1/sku",
                "/limit",
                "/name",
                "/work",
            ],
            reply.Rejection!.Data.Select(each => each.Pointer).Order(StringComparer.Ordinal)
        );
    }

    private static (Sale Sale, DateTimeOffset Now) In(string state) =>
        state switch
        {
            "draft" => (Given(OnItsWay[..1]), Before),
            "scheduled" => (Given(OnItsWay[..3]), Before),
            "armed" => (Given(OnItsWay), Before),
            "live" => (Given(OnItsWay), Noon),
            "paused" => (Given([.. OnItsWay, new Paused(Hard: false)]), Noon),
            "ended" => (Given(OnItsWay), One),
            "settled" => (Given([.. OnItsWay, new SettlingBegan(One), new Settled([])]), One),
            _ => (Given([.. OnItsWay, new Cancelled(), new Settled([])]), Noon),
        };

    private static Decision<bool, SaleEvent> Do(Sale sale, string action, DateTimeOffset now) =>
        action switch
        {
            "put" => sale.Put(Terms with { Limit = 3 }),
            "schedule" => sale.Schedule(Id, now + Moment, now + Sale.LengthMin * 2, now),
            "arm" => sale.Arm(new("ff", "", []), now),
            "start" => sale.Start(now),
            "pause" => sale.Hold(isHard: false, now),
            "resume" => sale.GoOn(now),
            "stop" => sale.Stop(now),
            "extend" => sale.Extend(One + Sale.LengthMin, now),
            "cancel" => sale.Cancel(now),
            _ => sale.SetAdmission(new(5), now),
        };

    private static Sale Given(SaleEvent[] happened, DateTimeOffset? at = null) =>
        happened.Aggregate(Sale.Initial, (sale, e) => sale.Evolve(e, at ?? Before));
}
