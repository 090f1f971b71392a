using System.Text.Json;
using Commerce.Inventory;
using Commerce.Judging;
using Commerce.Orders;
using Commerce.Payments;
using static Commerce.Judging.Story;

namespace Commerce.Platform;

/// <summary>Books that never find anything are worth nothing: each check is failed once.</summary>
public sealed class BooksTests
{
    /// <summary>By the check that finds it: a run in which one thing is wrong.</summary>
    private static readonly Dictionary<string, Func<Story>> Broken = new(StringComparer.Ordinal)
    {
        ["stock_conserved"] = () =>
            OfOnePurchase()
                .Then(Tea, new StockEvent.Held("a", 1, 2, Soon))
                .Then(Tea, new StockEvent.Released("a", 1, 1, default)),
        ["stock_not_oversold"] = () =>
            OfOnePurchase().Then(Tea, new StockEvent.Held("b", 1, 3, Soon)),
        ["stock_sold_as_ordered"] = () =>
            OfOnePurchase().Then(Tea, new StockEvent.Restocked("m", "k", AnOrder, 1, "")),
        ["holds_have_an_owner"] = () =>
            OfOnePurchase().Then(Tea, new StockEvent.Held(AnOrder, 2, 1, Soon)),
        ["orders_are_paid"] = () =>
            OfOnePurchase()
                .Then(APayment, new PaymentEvent.Reported(Total - 1, 0, 0, 0, Sequence: 2)),
        ["money_adds_up"] = () =>
            OfOnePurchase()
                .Then(APayment, new PaymentEvent.Reported(Total, 0, Total, 0, Sequence: 2)),
    };

    /// <summary>Every one of them makes or loses units between a SKU and its allotment.</summary>
    private static readonly Dictionary<string, Func<Story>> Lost = new(StringComparer.Ordinal)
    {
        ["taken and not granted"] = () =>
            OfOnePurchase().Then(Apart, new StockEvent.GrantTaken(1, 2)),
        ["taken as more"] = () =>
            OfOnePurchase()
                .Then(Tea, new StockEvent.Granted(ASale, 1, 1))
                .Then(Apart, new StockEvent.GrantTaken(1, 2)),
        ["taken twice"] = () =>
            OfOneSale()
                .Then(Tea, new StockEvent.Granted(ASale, 2, 1))
                .Then(Apart, new StockEvent.GrantTaken(2, 1), new StockEvent.GrantTaken(2, 1)),
        ["taken when it was taken back"] = () =>
            OfOnePurchase()
                .Then(Tea, new StockEvent.Granted(ASale, 1, 1))
                .Then(Apart, new StockEvent.Closed(""), new StockEvent.Returned(0, 0))
                .Then(Tea, new StockEvent.TookBack(ASale, 1, 1, 0))
                .Then(Apart, new StockEvent.GrantTaken(1, 1)),
        ["taken back twice"] = () => OfOneSale().Then(Tea, new StockEvent.TookBack(ASale, 1, 1, 1)),
        ["sold there and not counted"] = () =>
            OfOneSale()
                .Then(Tea, new StockEvent.Granted(ASale, 2, 1))
                .Then(Apart, new StockEvent.GrantTaken(2, 1), new StockEvent.Closed(""))
                .Then(Apart, new StockEvent.Returned(1, 0))
                .Then(Tea, new StockEvent.TookBack(ASale, 2, 0, 1)),
        ["left more than there was"] = () => OfOneSale().Then(Apart, new StockEvent.Returned(1, 0)),
    };

    public static TheoryData<string> Losses => [.. Lost.Keys];

    private static string Apart => AllotmentKey.Of(new(Tea), ASale);

    private static DateTimeOffset Soon => DateTimeOffset.UnixEpoch.AddMinutes(15);

    public static TheoryData<string> Checks => [.. Broken.Keys];

    [Fact]
    public void A_purchase_as_it_should_be_adds_up()
    {
        var report = Report(OfOnePurchase());

        Assert.All(report.Deltas, delta => Assert.Equal(0, delta.Delta));
        Assert.Empty(report.Faults);
        Assert.Equal(0, report.InFlight);
        Assert.Equal(
            Broken.Keys.Order(StringComparer.Ordinal),
            report.Deltas.Select(delta => delta.Check).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public void What_does_not_add_up_is_found(string check)
    {
        var report = Report(Broken[check]());

        Assert.NotEqual(0, report.Deltas.Single(delta => delta.Check == check).Delta);
        Assert.NotEmpty(report.Faults);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void What_is_lost_between_a_sku_and_its_allotment_is_found(string loss)
    {
        var report = Report(Lost[loss]());

        Assert.NotEqual(0, report.Deltas.Single(delta => delta.Check == "stock_conserved").Delta);
    }

    [Fact]
    public void A_sale_as_it_should_be_adds_up_and_so_does_what_is_on_its_way()
    {
        Assert.Empty(Report(OfOneSale()).Faults);
        Assert.Empty(Report(OfOneSale().Then(Tea, new StockEvent.Granted(ASale, 2, 1))).Faults);
    }

    [Fact]
    public void What_comes_back_to_a_sale_that_is_settled_is_put_back_into_normal_stock()
    {
        var restocked = new StockEvent.Restocked("m", "k", AnOrder, 1, "");

        Assert.NotEmpty(Report(OfOneSale().Then(Tea, restocked)).Faults);
        var cancelled = OfOneSale()
            .Then(AnOrder, new OrderEvent.Cancelled("", null, null), new OrderEvent.Settled())
            .Then(Tea, restocked);
        Assert.DoesNotContain(
            Report(cancelled).Deltas,
            delta => delta.Check.StartsWith("stock", StringComparison.Ordinal) && delta.Delta != 0
        );
    }

    private static IntegrityReport Report(Story story)
    {
        var books = new Books();
        foreach (var fact in story.Facts.Journal)
            books.Take(new(fact.Position, fact.Stream, fact.Version, "", fact.At, Data(fact)));

        return books.Report();
    }

    private static byte[] Data(Fact fact) =>
        fact.Happened switch
        {
            StockEvent e => Bytes(e),
            OrderEvent e => Bytes(e),
            PaymentEvent e => Bytes(e),
            _ => [],
        };

    private static byte[] Bytes<TEvent>(TEvent happened)
        where TEvent : IDomainEvent<TEvent> =>
        JsonSerializer.SerializeToUtf8Bytes(happened, TEvent.Json);
}
