using Commerce.FlashSales;
using Commerce.Inventory;
using Commerce.Payments;
using static Commerce.Carts.CartEvent;
using static Commerce.Judging.Story;
using static Commerce.Orders.OrderEvent;

namespace Commerce.Judging;

/// <summary>
/// A judge who acquits everybody is worth nothing: each invariant is broken once here.
/// </summary>
public sealed class InvariantsTests
{
    /// <summary>By the invariant that it breaks: a run in which one thing is wrong.</summary>
    private static readonly Dictionary<string, Func<Story>> Broken = new(StringComparer.Ordinal)
    {
        ["I1 nothing oversold"] = () =>
            new Story().Then(Tea, Arrived(1), Held("a", quantity: 1), Held("b", quantity: 1)),
        ["I1 sales match orders"] = () =>
            OfOnePurchase()
                .Then(Tea, new StockEvent.Restocked("m", $"{AnOrder}#1", AnOrder, 1, "")),
        ["I1 sold before confirmed"] = () =>
            new Story()
                .Then(AnOrder, Placed(), new Confirmed())
                .Then(Tea, Arrived(1), Held(AnOrder), Sold(AnOrder)),
        ["I1 levels match journal"] = () =>
            With(OfOnePurchase(), facts => facts with { Stock = [new(Tea, 1, 0, 1)] }),
        ["I1 allotments add up"] = () =>
            OfOneSale().Then(Tea, new StockEvent.TookBack(ASale, 2, 0, 1)),
        ["I2 stock keeps real time"] = () =>
            new Story()
                .Then(Tea, Arrived(3), Held("b"), Held("a"))
                .Heard(CallKind.Hold, Tea, "a", new(201), quantity: 1)
                .Heard(CallKind.Hold, Tea, "b", new(201), quantity: 1),
        ["I2 stock tells the truth"] = () =>
            OfOnePurchase().Heard(CallKind.Hold, Tea, "c", new(201), quantity: 1),
        ["I2 refusals were true"] = () =>
            new Story()
                .Then(Tea, Arrived(3))
                .After(1)
                .Heard(CallKind.Hold, Tea, "c", new(409, "insufficient_stock"), quantity: 3),
        ["I2 reads were durable"] = () =>
            OfOnePurchase()
                .Heard(CallKind.Read, Tea, "", new(200, Version: 1, Level: new(Tea, 4, 0, 0))),
        ["I2 reads keep real time"] = () =>
            new Story()
                .Then(Tea, Arrived(3))
                .Heard(CallKind.Receive, Tea, "r", new(201), quantity: 3)
                .Heard(CallKind.Read, Tea, "", new(200, Level: new(Tea, 0, 0, 0)), client: 2),
        ["I3 answered orders exist"] = () =>
            OfOnePurchase()
                .Heard(CallKind.Checkout, "crt_2", "k", AConfirmation with { Resource = "ord_2" }),
        ["I4 one order per checkout"] = () => OfOnePurchase().Then("ord_2", Placed(payment: "p2")),
        ["I4 charged at most once"] = () =>
            OfOnePurchase().Charged("ch_2", $"{APayment}:auth:2", authorized: Total),
        ["I4 charged when confirmed"] = () =>
            With(OfOnePurchase(), facts => facts with { Ledger = [] }),
        ["I4 payments rest"] = () =>
            new Story().Then(APayment, new PaymentEvent.Requested(Price, "tok_ok", "")),
        ["I5 holds end once"] = () =>
            OfOnePurchase().Then(Tea, new StockEvent.Released(AnOrder, 1, 1, default)),
        ["I5 holds end in time"] = () =>
            new Story()
                .Then(Tea, Arrived(1), Held("a"))
                .After(Minute.TotalSeconds + 1.5)
                .Then(Tea, new StockEvent.Expired(DateTimeOffset.UnixEpoch + Minute, 1)),
        ["I5 nothing held at rest"] = () => new Story().Then(Tea, Arrived(1), Held("a")),
        ["I5 nothing on its way at rest"] = () =>
            OfOnePurchase().Then(Tea, new StockEvent.Granted(ASale, 1, 1)),
        ["I5 orders rest"] = () => new Story().Then(AnOrder, Placed()),
        ["I6 adds count once"] = () => OfOnePurchase().Then(ACart, Added("a1")),
        ["I6 no cart is stuck"] = () =>
            new Story()
                .Then(ACart, new CheckoutStarted(1, new(AnOrder), 1, "k", ""))
                .Then(AnOrder, Placed(), new Rejected("insufficient_stock", "", []), new Settled()),
        ["I7 events are complete"] = () =>
            With(OfOnePurchase(), facts => facts with { Journal = facts.Journal.RemoveAt(4) }),
        ["I7 log tells the journal"] = () =>
            With(
                OfOnePurchase(),
                facts =>
                    facts with
                    {
                        Readings =
                        [
                            [new("cart/x@1", "{}")],
                        ],
                    }
            ),
        ["I8 orders add up"] = () =>
            new Story().Then(AnOrder, Off(), new Rejected("", "", []), new Settled()),
        ["I8 payments keep to their bounds"] = () =>
            OfOnePurchase().Then(APayment, new PaymentEvent.Reported(Total, 1, 2, 0, 2)),
        ["I8 ledger matches journal"] = () =>
            With(
                OfOnePurchase(),
                facts => facts with { Ledger = [facts.Ledger[0] with { Captured = 1 }] }
            ),
        ["I8 operations sum to totals"] = () =>
            OfOnePurchase()
                .Then(
                    APayment,
                    new PaymentEvent.OperationRequested("o", PaymentAction.Capture, 9, "k", "", "")
                ),
        ["I9 nobody is over a limit"] = () => OfOneSale(limit: 0),
        ["I9 orders are counted"] = () =>
            OfOneSale()
                .Then(
                    $"{ASale}/cart",
                    new PurchaseLimitEvent.Released($"{AnOrder}/ln1", 1, default)
                ),
        ["I9 no claim is left behind"] = () => OfOneSale().Then($"{ASale}/another card", AClaim),
        ["I10 refused stays refused"] = () =>
            OfOnePurchase()
                .Heard(CallKind.Checkout, ACart, "k1", new(409, "insufficient_stock"), client: 2),
        ["I10 refused adds are not"] = () =>
            OfOnePurchase()
                .Then(ACart, Added("a2"))
                .Heard(CallKind.Add, ACart, "a2", new(409, "insufficient_stock"), quantity: 1),
        ["I11 books add up"] = () =>
            With(OfOnePurchase(), facts => facts with { Off = ["1 unit"] }),
        ["I12 versions never go back"] = () =>
            OfOnePurchase().Heard(CallKind.Read, AnOrder, "", AConfirmation with { Version = 3 }),
    };

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Names { get; } = [.. Invariants.All.Select(each => each.Id)];

    [Fact]
    public void A_run_as_it_should_be_is_acquitted() =>
        Assert.Empty(Invariants.Judge(OfOnePurchase().Facts));

    [Fact]
    public void A_sale_as_it_should_be_is_acquitted() =>
        Assert.Empty(Invariants.Judge(OfOneSale().Facts));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_that_breaks_an_invariant_is_convicted_of_it(string invariant) =>
        Assert.Contains(
            Invariants.Judge(Broken[invariant]().Facts),
            violation => violation.StartsWith(invariant, StringComparison.Ordinal)
        );

    [Fact]
    public void What_is_unknown_may_have_happened_or_not() =>
        Assert.Empty(
            Invariants.Judge(
                OfOnePurchase()
                    .Heard(CallKind.Add, ACart, "a1", heard: null, quantity: 1)
                    .Heard(CallKind.Add, ACart, "a9", heard: null, quantity: 1)
                    .Heard(CallKind.Hold, Tea, "c", heard: null, quantity: 9)
                    .Facts
            )
        );

    [Fact]
    public void What_is_asked_again_took_effect_when_it_was_first_asked_for() =>
        Assert.Empty(
            LinearInvariants.StockKeepsRealTime(
                new Story()
                    .Heard(CallKind.Hold, Tea, "b", heard: null, quantity: 1)
                    .Then(Tea, Arrived(3), Held("b"), Held("a"))
                    .Heard(CallKind.Hold, Tea, "a", new(201), quantity: 1)
                    .Heard(CallKind.Hold, Tea, "b", new(201), quantity: 1)
                    .Facts
            )
        );

    [Fact]
    public void A_hold_that_ran_out_while_nobody_was_there_is_not_late() =>
        Assert.Empty(
            Invariants.Judge(
                With(
                    Broken["I5 holds end in time"](),
                    facts =>
                        facts with
                        {
                            Outages = [new(DateTimeOffset.UnixEpoch, facts.Journal[^1].At)],
                        }
                ).Facts
            )
        );

    [Fact]
    public void Who_is_cut_off_may_be_told_what_was_so_before() =>
        Assert.All(
            (string[])["I2 reads keep real time", "I12 versions never go back"],
            invariant =>
                Assert.Empty(
                    Invariants.Judge(
                        With(
                            Broken[invariant](),
                            facts =>
                                facts with
                                {
                                    Cuts = [new(DateTimeOffset.MinValue, DateTimeOffset.MaxValue)],
                                }
                        ).Facts,
                        [.. Invariants.All.Where(each => each.Id == invariant)]
                    )
                )
        );

    [Fact]
    public void A_shortfall_that_is_told_is_no_oversale() =>
        Assert.Empty(
            StockInvariants.NothingOversold(
                new Story()
                    .Then(Tea, Arrived(2), Held("a", quantity: 2))
                    .Then(
                        Tea,
                        new StockEvent.Counted("m", "k", "", 0, -2, ""),
                        new StockEvent.FellShort(2, ["a"])
                    )
                    .Facts
            )
        );

    private static StockEvent.Received Arrived(int units) => new("mov", "r", "", units, "");

    private static StockEvent.Held Held(string holder, int quantity = 1) =>
        new(holder, 1, quantity, DateTimeOffset.UnixEpoch + Minute);

    private static StockEvent.Sold Sold(string holder) => new(holder, 1, 1, default);

    /// <summary>An order whose total is a cent off.</summary>
    private static Placed Off()
    {
        var placed = Placed();
        var total = placed.Totals.Total;
        return placed with
        {
            Totals = placed.Totals with { Total = total with { MinorUnits = Total + 1 } },
        };
    }

    private static Story With(Story story, Func<Facts, Facts> change)
    {
        story.Facts = change(story.Facts);
        return story;
    }
}
