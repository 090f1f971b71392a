using System.Text.Json;
using Commerce.Inventory;
using Commerce.Shipping;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Commerce.Orders;

public sealed class QuoteTests
{
    private static readonly Currency Eur = new("EUR");
    private static readonly Sku Shirt = new("shirt");

    [Fact]
    public void Where_prices_contain_the_tax_the_total_is_the_sum_of_the_prices()
    {
        var quote = Quote.Of(
            [Line("1", 2, Euros(1_999)), Line("2", 1, Euros(500))],
            [new("WELCOME", Euros(450))],
            new Country("DE"),
            new(ShippingZone.Home, Euros(490)),
            Rounding.HalfUp
        );

        Assert.Equal(new(1_900, Included: true), quote.Rate);
        Assert.Equal(
            new(
                Subtotal: Euros(4_498),
                Discount: Euros(450),
                Shipping: Euros(490),
                Tax: Euros(0),
                TaxIncluded: Euros(725),
                Total: Euros(4_538)
            ),
            quote.Totals
        );
        Assert.Equal(
            [
                Sold("1", 2, 1_999, total: 3_998, discount: 400, net: 3_023, tax: 575),
                Sold("2", 1, 500, total: 500, discount: 50, net: 378, tax: 72),
            ],
            quote.Lines
        );
        Assert.Equal(
            new(new(ShippingZone.Home, Euros(490)), Euros(412), Euros(78), Euros(490)),
            quote.Shipping
        );
    }

    [Fact]
    public void Where_prices_are_without_tax_it_comes_on_top_of_goods_and_shipping()
    {
        var quote = Quote.Of(
            [Line("1", 1, Euros(1_000))],
            [],
            new Country("CA"),
            new(ShippingZone.World, Euros(2_490)),
            Rounding.HalfEven
        );

        Assert.Equal(
            new(
                Subtotal: Euros(1_000),
                Discount: Euros(0),
                Shipping: Euros(2_490),
                Tax: Euros(174),
                TaxIncluded: Euros(0),
                Total: Euros(3_664)
            ),
            quote.Totals
        );
        Assert.Equal(
            [Sold("1", 1, 1_000, total: 1_000, discount: 0, net: 1_000, tax: 50)],
            quote.Lines
        );
    }

    [Fact]
    public void Discounts_take_no_more_than_the_goods_cost_and_nothing_off_shipping()
    {
        var quote = Quote.Of(
            [Line("1", 1, Euros(1_000)), Line("2", 1, Euros(0))],
            [new("A", Euros(900)), new("B", Euros(900))],
            new Country("US"),
            new(ShippingZone.World, Euros(2_490)),
            Rounding.Down
        );

        Assert.Equal(Euros(1_000), quote.Totals.Discount);
        Assert.Equal(Euros(2_490), quote.Totals.Total);
        Assert.Equal([Euros(1_000), Euros(0)], quote.Lines.Select(line => line.Discount));
    }

    [Fact]
    public void A_quote_of_nothing_costs_its_shipping()
    {
        var shipping = new ShippingRate(ShippingZone.Home, Euros(490));

        var quote = Quote.Of([], [], new Country("DE"), shipping, Rounding.HalfUp);

        Assert.Empty(quote.Lines);
        Assert.Equal(Euros(490), quote.Totals.Total);
    }

    [Fact]
    public void What_no_shop_would_sell_is_refused()
    {
        var good = Line("1", 1, Euros(1));

        Assert.Throws<ArgumentOutOfRangeException>(() => Of(good with { Quantity = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(good with { UnitPrice = Euros(-1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(good, discount: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(good, shipping: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(good, basisPoints: -1));
        Assert.Throws<InvalidOperationException>(() =>
            Of(good with { UnitPrice = new(1, new("JPY")) })
        );
        Assert.Throws<OverflowException>(() =>
            Of(good with { UnitPrice = Euros(long.MaxValue), Quantity = 2 })
        );

        static Quote Of(
            PricedLine line,
            long discount = 0,
            long shipping = 0,
            int basisPoints = 0
        ) =>
            Quote.Of(
                [line],
                [new("A", Euros(discount))],
                new TaxRate(basisPoints, Included: true),
                new(ShippingZone.Home, Euros(shipping)),
                Rounding.Down
            );
    }

    [Fact]
    public void The_wire_and_json_give_back_what_an_order_stores()
    {
        using var provider = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var wire = provider.GetRequiredService<Serializer>();
        var shipping = new ShippingRate(ShippingZone.Home, Euros(490));
        var line = Line("1", 3, Euros(333));
        var quote = Quote.Of(
            [line],
            [new("A", Euros(1))],
            new Country("DE"),
            shipping,
            Rounding.HalfUp
        );

        Same(quote.Lines[0]);
        Same(quote.Shipping);
        Same(quote.Totals);
        Same(quote.Rate);
        Same(line);
        Same(new Discount("A", Euros(1)));
        Same(new Country("DE"));

        void Same<T>(T value)
        {
            var json = JsonSerializer.Serialize(value, JsonSerializerOptions.Web);

            Assert.Equal(value, wire.Deserialize<T>(wire.SerializeToArray(value)));
            Assert.Equal(value, JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web));
        }
    }

    private static Money Euros(long cents) => new(cents, Eur);

    private static PricedLine Line(string id, int quantity, Money unitPrice) =>
        new(id, Shirt, "prd_1", "Shirt", quantity, unitPrice);

    private static OrderLine Sold(
        string id,
        int quantity,
        long unitPrice,
        long total,
        long discount,
        long net,
        long tax
    ) =>
        new(
            id,
            Shirt,
            "prd_1",
            "Shirt",
            quantity,
            Euros(unitPrice),
            Euros(total),
            Euros(discount),
            Euros(net),
            Euros(tax),
            Euros(net + tax)
        );
}
