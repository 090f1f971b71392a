using System.Collections.Immutable;
using Commerce.Shipping;

namespace Commerce.Orders;

/// <summary>
/// What an order will cost, to the minor unit. Computed once, before anything is held or paid, and
/// stored as it is: nothing is ever computed again from its parts. Discounts and tax are settled on
/// the order's sum and shared out by largest remainder, so that lines and shipping sum to it.
/// </summary>
/// <param name="Rate">Applied to goods and shipping alike.</param>
public sealed record Quote(
    ImmutableArray<OrderLine> Lines,
    ShippingCharge Shipping,
    Totals Totals,
    TaxRate Rate
)
{
    /// <summary>
    /// The quote of an order, and before that of its cart: whoever is told what it will cost is
    /// told by this. <c>null</c> where the shop does not ship so.
    /// </summary>
    public static Quote? Of(
        IReadOnlyList<PricedLine> lines,
        Country country,
        Currency currency,
        ShippingMethod method
    ) =>
        FlatRates.For(country, currency, method) is { } shipping
            ? Of(lines, [], country, shipping, Rounding.HalfUp)
            : null;

    /// <summary>The quote where nobody knows better than the table of taxes.</summary>
    public static Quote Of(
        IReadOnlyList<PricedLine> lines,
        IReadOnlyList<Discount> discounts,
        Country country,
        ShippingRate shipping,
        Rounding rounding
    ) => Of(lines, discounts, TaxTable.For(country), shipping, rounding);

    /// <exception cref="ArgumentOutOfRangeException">A quantity is below 1, or an amount below
    /// zero.</exception>
    /// <exception cref="InvalidOperationException">Not all amounts are in shipping's
    /// currency.</exception>
    /// <exception cref="OverflowException">No amount of money is that large.</exception>
    public static Quote Of(
        IReadOnlyList<PricedLine> lines,
        IReadOnlyList<Discount> discounts,
        TaxRate rate,
        ShippingRate shipping,
        Rounding rounding
    )
    {
        Check(lines, discounts, rate, shipping);
        var nothing = Money.Zero(shipping.Price.Currency);

        var totals = lines.Select(line => line.Total()).ToList();
        var subtotal = Sum(totals);
        var discount = Money.Min(Sum(discounts.Select(each => each.Amount)), subtotal);
        var taken = discount.Split(Weights(totals));

        List<Money> prices = [.. totals.Zip(taken, (total, off) => total - off), shipping.Price];
        var tax = rate.On(Sum(prices), rounding);
        var taxes = tax.Split(Weights(prices));
        var taxed = prices.Zip(taxes, (price, part) => Tell(rate, price, part)).ToList();

        var (onTop, included) = rate.Included ? (nothing, tax) : (tax, nothing);
        var total = subtotal - discount + shipping.Price + onTop;
        return new(
            [.. lines.Select((line, i) => Sold(line, totals[i], taken[i], taxed[i]))],
            new(shipping, taxed[^1].Net, taxed[^1].Tax, taxed[^1].Gross),
            new(subtotal, discount, shipping.Price, onTop, included, total),
            rate
        );

        Money Sum(IEnumerable<Money> amounts) =>
            amounts.Aggregate(nothing, (sum, amount) => sum + amount);
    }

    private static void Check(
        IReadOnlyList<PricedLine> lines,
        IReadOnlyList<Discount> discounts,
        TaxRate rate,
        ShippingRate shipping
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rate.BasisPoints, nameof(rate));
        ArgumentOutOfRangeException.ThrowIfNegative(shipping.Price.MinorUnits, nameof(shipping));
        foreach (var discount in discounts)
            ArgumentOutOfRangeException.ThrowIfNegative(
                discount.Amount.MinorUnits,
                nameof(discounts)
            );
        foreach (var line in lines)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(line.Quantity, 1, nameof(lines));
            ArgumentOutOfRangeException.ThrowIfNegative(line.UnitPrice.MinorUnits, nameof(lines));
        }
    }

    private static long[] Weights(IEnumerable<Money> amounts) =>
        [.. amounts.Select(amount => amount.MinorUnits)];

    private static (Money Net, Money Tax, Money Gross) Tell(TaxRate rate, Money price, Money tax) =>
        rate.Included ? (price - tax, tax, price) : (price, tax, price + tax);

    private static OrderLine Sold(
        PricedLine line,
        Money total,
        Money discount,
        (Money Net, Money Tax, Money Gross) taxed
    ) =>
        new(
            line.Id,
            line.Sku,
            line.Product,
            line.Name,
            line.Quantity,
            line.UnitPrice,
            total,
            discount,
            taxed.Net,
            taxed.Tax,
            taxed.Gross,
            line.Categories,
            line.Sale
        );
}
