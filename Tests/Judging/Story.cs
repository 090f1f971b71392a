using Commerce.Carts;
using Commerce.FlashSales;
using Commerce.Inventory;
using Commerce.Orders;
using Commerce.Payments;
using Commerce.Shipping;
using PaymentSimulator;

namespace Commerce.Judging;

/// <summary>
/// A run made by hand: so many events as its test needs, and the answers to them.
/// </summary>
internal sealed class Story
{
    public const string Tea = "TEA";
    public const string ASale = "sal_1";
    public const string AnOrder = "ord_1";
    public const string ACart = "crt_1";
    public const string APayment = "pay_1";
    public const string ACharge = "ch_1";
    public const long Total = 2_499;

    private static readonly Currency Euro = new("EUR");
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private TimeSpan _now;

    public Facts Facts { get; set; } = Facts.None;

    public DateTimeOffset Now => Start + _now;

    public static Money Price { get; } = new(2_000, Euro);

    /// <summary>The quote of one unit, sent within Germany.</summary>
    public static OrderEvent.Placed Placed(
        int generation = 1,
        string payment = APayment,
        SaleHold? sale = null
    )
    {
        var line = new PricedLine("ln1", new(Tea), "prd_1", "Tea", 1, Price);
        var shipping = new ShippingRate(ShippingZone.Home, new(Total - 2_000, Euro));
        var quote = Quote.Of([line], [], new Country("DE"), shipping, Rounding.HalfUp);
        return new(
            new(ACart),
            generation,
            [.. quote.Lines.Select(priced => priced with { Sale = sale })],
            quote.Shipping,
            quote.Totals,
            quote.Rate,
            new("DE"),
            "sealed",
            new(payment),
            "tok_ok"
        );
    }

    /// <summary>
    /// Three units arrive, one is bought, paid for and confirmed, as it should be.
    /// </summary>
    public static Story OfOnePurchase() =>
        new Story()
            .Then(Tea, new StockEvent.Received("mov_1", "r1", "", 3, ""))
            .Bought(Tea, AnOrder, Placed());

    /// <summary>The same of a sale, which is settled afterwards.</summary>
    /// <param name="limit">Units of it that one identity may have.</param>
    public static Story OfOneSale(int limit = 1)
    {
        var allotment = AllotmentKey.Of(new(Tea), ASale);
        var placed = Placed(sale: new(new(ASale), ASale, new($"{ACart}/ln1", 1), "cart")) with
        {
            Limits = [new(new(ASale), limit, ["cart", "email"])],
        };
        return new Story()
            .Then(Tea, new StockEvent.Received("mov_1", "r1", "", 3, ""))
            .Then(Tea, new StockEvent.Granted(ASale, 1, 2))
            .Then(allotment, new StockEvent.GrantTaken(1, 2))
            .Then(Tea, new StockEvent.GrantSettled(ASale, 1))
            .Bought(allotment, $"{ACart}/ln1", placed)
            .Then(allotment, new StockEvent.Closed("sale/sal_1"), new StockEvent.Returned(1, 1))
            .Then(Tea, new StockEvent.TookBack(ASale, 1, 1, 1))
            .Then(allotment, new StockEvent.ReturnSettled(1), new StockEvent.ClosingTold());
    }

    private Story Bought(string stock, string holder, OrderEvent.Placed placed) =>
        this.Then(ACart, new CartEvent.Opened(Euro), Added("a1"))
            .Heard(CallKind.Add, ACart, "a1", new(201, Resource: ACart, Version: 2), quantity: 1)
            .Then(ACart, new CartEvent.CheckoutStarted(1, new(AnOrder), 1, "k1", ""))
            .Then(AnOrder, placed)
            .Claimed(placed)
            .Then(stock, new StockEvent.Held(holder, 1, 1, Start.AddMinutes(15)))
            .Then(AnOrder, new OrderEvent.Reserved(Start.AddMinutes(15)))
            .Then(APayment, new PaymentEvent.Requested(new(Total, Euro), "tok_ok", ""))
            .Charged(ACharge, $"{APayment}:auth", authorized: Total)
            .Then(APayment, new PaymentEvent.Authorized(ACharge, Total, 1))
            .Then(AnOrder, new OrderEvent.Paid(1, new(APayment)))
            .Then(stock, new StockEvent.Sold(holder, 1, 1, default))
            .Then(AnOrder, new OrderEvent.Confirmed())
            .Heard(CallKind.Checkout, ACart, "k1", AConfirmation)
            .Then(ACart, new CartEvent.Completed(new(AnOrder)));

    private Story Claimed(OrderEvent.Placed placed) =>
        (placed.Limits ?? [])
            .SelectMany(limit => limit.Keys, (limit, key) => $"{limit.Sale.Value}/{key}")
            .Aggregate(this, (story, ledger) => story.Then(ledger, AClaim));

    public static PurchaseLimitEvent AClaim { get; } =
        new PurchaseLimitEvent.Claimed($"{AnOrder}/ln1", 1, Until: null, default);

    public static Heard AConfirmation { get; } =
        new(
            201,
            Resource: AnOrder,
            Version: 4,
            Standing: "confirmed",
            Total: Total,
            Lines: [(Tea, 1)]
        );

    public static CartEvent.LineAdded Added(string key) =>
        new("ln1", new(Tea), "prd_1", "Tea", 1, Price, Start.AddMinutes(30), key, "");

    public Story After(double seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    public Story Then(string key, params StockEvent[] events) => Record("stock", key, events);

    public Story Then(string key, params CartEvent[] events) => Record("cart", key, events);

    public Story Then(string key, params OrderEvent[] events) => Record("order", key, events);

    public Story Then(string key, params PaymentEvent[] events) => Record("payment", key, events);

    public Story Then(string key, params PurchaseLimitEvent[] events) =>
        Record("purchase-limit", key, events);

    public Story Charged(
        string id,
        string key,
        long authorized,
        long captured = 0,
        long refunded = 0,
        long voided = 0
    )
    {
        var charge = new Charge(
            id,
            key,
            Total,
            "EUR",
            "tok_ok",
            AnswerStatus.Authorized,
            Code: null,
            authorized,
            captured,
            refunded,
            voided,
            Sequence: 1
        );
        Facts = Facts with { Ledger = Facts.Ledger.Add(charge) };
        return this;
    }

    /// <summary>Somebody asks now, and hears it a second later; with no answer, nothing.</summary>
    public Story Heard(
        CallKind kind,
        string on,
        string key,
        Heard? heard,
        int quantity = 0,
        int client = 1
    )
    {
        var asked = Now;
        var call = new Call(client, kind, on, key, quantity, asked, After(1).Now, heard);
        Facts = Facts with { History = Facts.History.Add(call) };
        return After(1);
    }

    private Story Record<TEvent>(string kind, string key, TEvent[] events)
    {
        foreach (var happened in events)
        {
            var stream = $"{kind}/{key}";
            var version = _versions[stream] = _versions.GetValueOrDefault(stream) + 1;
            Facts = Facts with
            {
                Journal = Facts.Journal.Add(
                    new(Facts.Journal.Length + 1, stream, version, "", Now, happened)
                ),
            };
        }

        return this;
    }
}
