using System.Numerics;
using Commerce.Shipping;
using CsCheck;

namespace Commerce.Orders;

/// <summary>
/// Whatever is in the cart, in JPY, EUR and KWD, with tax in the prices and on top, in every
/// rounding: not a minor unit is made or lost.
/// </summary>
[Trait("Suite", "Properties")]
public sealed class QuoteArithmeticTests
{
    private static readonly Currency[] Currencies = [new("JPY"), new("EUR"), new("KWD")];
    private static readonly bool[] Modes = [true, false];

    [Fact]
    public void Lines_and_shipping_sum_to_the_order() =>
        AnyCart.Sample(
            cart =>
            {
                foreach (var (quote, _) in Quotes(cart))
                {
                    var (lines, shipping, totals) = (quote.Lines, quote.Shipping, quote.Totals);
                    var tax = totals.Tax + totals.TaxIncluded;

                    Assert.Equal(totals.Subtotal, Sum(lines, line => line.Total));
                    Assert.Equal(totals.Discount, Sum(lines, line => line.Discount));
                    Assert.Equal(totals.Total - tax, Sum(lines, line => line.Net) + shipping.Net);
                    Assert.Equal(tax, Sum(lines, line => line.Tax) + shipping.Tax);
                    Assert.Equal(totals.Total, Sum(lines, line => line.Gross) + shipping.Gross);
                    Assert.Equal(
                        totals.Total,
                        totals.Subtotal - totals.Discount + totals.Shipping + totals.Tax
                    );

                    Money Sum(IEnumerable<OrderLine> of, Func<OrderLine, Money> amount) =>
                        of.Aggregate(
                            Money.Zero(totals.Total.Currency),
                            (sum, line) => sum + amount(line)
                        );
                }
            },
            iter: Cases.Count
        );

    [Fact]
    public void Each_line_is_its_price_less_its_fair_part_of_the_discount_with_its_fair_tax() =>
        AnyCart.Sample(
            cart =>
            {
                foreach (var (quote, _) in Quotes(cart))
                {
                    var totals = quote.Totals;
                    var tax = totals.Tax + totals.TaxIncluded;
                    var prices = totals.Subtotal - totals.Discount + totals.Shipping;
                    foreach (var line in quote.Lines)
                    {
                        var price = line.Total - line.Discount;
                        Assert.Equal(
                            (BigInteger)line.UnitPrice.MinorUnits * line.Quantity,
                            line.Total.MinorUnits
                        );
                        Assert.Equal(line.Gross, line.Net + line.Tax);
                        Assert.Equal(price, quote.Rate.Included ? line.Gross : line.Net);
                        Assert.False(price.IsNegative || line.Net.IsNegative);
                        AssertFair(totals.Discount, line.Total, totals.Subtotal, line.Discount);
                        AssertFair(tax, price, prices, line.Tax);
                    }

                    AssertFair(tax, totals.Shipping, prices, quote.Shipping.Tax);
                }
            },
            iter: Cases.Count
        );

    [Fact]
    public void The_order_of_the_lines_does_not_change_the_totals() =>
        Gen.Select(AnyCart, Gen.Int[0, 11])
            .Sample(
                (cart, start) =>
                {
                    var (head, tail) = (cart.Lines.Take(start), cart.Lines.Skip(start));
                    var moved = cart with { Lines = [.. tail.Reverse(), .. head] };

                    foreach (var ((before, _), (after, _)) in Quotes(cart).Zip(Quotes(moved)))
                        Assert.Equal(before.Totals, after.Totals);
                },
                iter: Cases.Count
            );

    [Fact]
    public void The_tax_is_that_of_the_sum_in_the_rounding_asked_for() =>
        AnyCart.Sample(
            cart =>
            {
                foreach (var (quote, rounding) in Quotes(cart))
                {
                    var totals = quote.Totals;
                    var prices = totals.Subtotal - totals.Discount + totals.Shipping;
                    var tax = quote.Rate.Included ? totals.TaxIncluded : totals.Tax;

                    Assert.Equal(quote.Rate.On(prices, rounding), tax);
                    Assert.True((quote.Rate.Included ? totals.Tax : totals.TaxIncluded).IsZero);
                }
            },
            iter: Cases.Count
        );

    /// <summary>A cart in no currency yet, so that it can be tried in each.</summary>
    private sealed record Cart(
        (int Quantity, long UnitPrice)[] Lines,
        long[] Discounts,
        long Shipping,
        int BasisPoints
    );

    private static readonly Gen<long> AnyAmount = Gen.OneOf(
        Gen.Long[0, 5],
        Gen.Long[1, 10_000],
        Gen.Long[0, 1_000_000_000_000]
    );

    private static readonly Gen<Cart> AnyCart = Gen.Select(
        Gen.Select(Gen.OneOf(Gen.Int[1, 3], Gen.Int[1, 999]), AnyAmount).Array[0, 12],
        AnyAmount.Array[0, 3],
        AnyAmount,
        Gen.OneOf(Gen.OneOf(0, 500, 810, 1_900, 2_550), Gen.Int[0, 10_000]),
        (lines, discounts, shipping, points) => new Cart(lines, discounts, shipping, points)
    );

    private static IEnumerable<(Quote, Rounding)> Quotes(Cart cart) =>
        from currency in Currencies
        from included in Modes
        from rounding in Enum.GetValues<Rounding>()
        select (
            Quote.Of(
                [.. cart.Lines.Select((l, i) => Line(i, l.Quantity, new(l.UnitPrice, currency)))],
                [.. cart.Discounts.Select(amount => new Discount("A", new(amount, currency)))],
                new TaxRate(cart.BasisPoints, included),
                new(ShippingZone.World, new(cart.Shipping, currency)),
                rounding
            ),
            rounding
        );

    /// <summary>Within one minor unit of whole × weight / weights.</summary>
    private static void AssertFair(Money whole, Money weight, Money weights, Money part)
    {
        var exact = (BigInteger)whole.MinorUnits * weight.MinorUnits;
        var off = (BigInteger)part.MinorUnits * weights.MinorUnits - exact;
        Assert.True(
            weights.IsZero ? part.IsZero : BigInteger.Abs(off) < weights.MinorUnits,
            $"{part} of {whole} for {weight} of {weights}"
        );
    }

    private static PricedLine Line(int id, int quantity, Money unitPrice) =>
        new($"{id}", new("shirt"), "prd_1", "Shirt", quantity, unitPrice);
}
