using Commerce.Catalog;
using Commerce.EventSourcing;
using Commerce.Inventory;
using Commerce.Orders;
using Commerce.Shipping;

namespace Commerce.LoadTests.Micro;

/// <summary>What is decided on: ids as long as real ones, texts of a usual length.</summary>
internal static class Samples
{
    public const string Order = "ord_eu1_01JABCDEFGHJKMNPQRSTVWXYZ0";
    public const string Payment = "pay_eu1_01JABCDEFGHJKMNPQRSTVWXYZ0";
    private const string Product = "prd_eu1_01JABCDEFGHJKMNPQRSTVWXYZ0";

    public static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly Currency Euro = new("EUR");

    public static Deadline Soon => new(Noon.AddSeconds(9));

    /// <summary>One that the journal takes and no list is concerned with.</summary>
    public static NewEvent Bench { get; } =
        StoredEvent<StockEvent>.Write(
            new StockEvent.Held(Order, 1, 1, Noon.AddMinutes(15)),
            Noon
        ) with
        {
            Kind = "bench",
        };

    public static OrderPlacement Placement { get; } =
        new(
            new("crt_eu1_01JABCDEFGHJKMNPQRSTVWXYZ0"),
            Generation: 1,
            Euro,
            [
                .. Enumerable
                    .Range(1, 2)
                    .Select(n => new PricedLine(
                        $"ln{n}",
                        SkuOf(n),
                        Product,
                        "Linen shirt (M)",
                        2,
                        new(1_999, Euro)
                    )),
            ],
            new("DE"),
            Contact: new('x', 300),
            WrappedKey: [.. new byte[64]],
            "tok_ok",
            ShippingMethod.Standard
        );

    public static Sku SkuOf(int number) => new($"SHIRT-{number:0000}");

    public static Offer OfferOf(Sku sku) =>
        new(new(Product), sku, "Linen shirt (M)", new(1_999, Euro), "clothing shirts");

    /// <summary>A product of four variants, each with prices in two currencies.</summary>
    public static ProductDocument Shirt(long price) =>
        new(
            "linen-shirt",
            new([new("en", "Linen shirt"), new("de", "Leinenhemd")]),
            new([new("en", new('x', 300)), new("de", new('x', 300))]),
            ["clothing", "shirts"],
            new([new("fabric", "linen")]),
            [new("https://example.org/linen-shirt.jpg", "A shirt on a line")],
            [
                .. Enumerable
                    .Range(1, 4)
                    .Select(n => new ProductVariant(
                        SkuOf(n),
                        new([new("size", $"{n}")]),
                        [new(price, Euro), new(price * 2, new("JPY"))]
                    )),
            ]
        );

    /// <summary>What a decision did, which must be one event.</summary>
    public static TEvent Event<TReply, TEvent>(this Decision<TReply, TEvent> decision) =>
        decision is { Reply.IsAccepted: true, Events: [var happened] }
            ? happened
            : throw new InvalidOperationException($"Not one event: {decision.Reply}");
}
