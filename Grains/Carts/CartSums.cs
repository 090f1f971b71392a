using System.Collections.Immutable;
using Commerce.EventSourcing;
using Commerce.Orders;
using Commerce.Shipping;
using static Commerce.Carts.CartEvent;

namespace Commerce.Carts;

/// <summary>
/// What the cart comes to, by the quote that its order is charged by: what is told before paying is
/// what is paid.
/// </summary>
public sealed partial record Cart
{
    /// <summary>Chooses where the order is to go, if that is said, and how.</summary>
    public Decision<bool, CartEvent> ChooseShipping(ShippingMethod method, Country? country)
    {
        if (Refusal() is { } refusal)
            return refusal;
        if ((country ?? Shipping?.Country) is not { } there)
            return CartRejections.CountryMissing;
        if (FlatRates.Offered.All(each => each.Method != method))
            return CartRejections.MethodUnavailable;
        if (FlatRates.For(there, Currency, method) is null)
            return OrderRejections.NotShipped;

        var chosen = new ShippingChosen(there, method);
        return Shipping == new CartShipping(there, method) ? true : (true, chosen);
    }

    public Outcome<CartShippingOptions> ShippingOptions(Country? country)
    {
        if ((country ?? Shipping?.Country) is not { } there)
            return CartRejections.CountryMissing;

        var taken = Shipping is { } chosen
            ? (chosen.Country == there ? chosen.Method : null)
            : (ShippingMethod?)ShippingMethod.Standard;
        return new CartShippingOptions(
            there,
            [
                .. FlatRates
                    .Offered.Select(offered => (offered, Quote: QuoteFor(there, offered.Method)))
                    .Where(each => each.Quote is not null)
                    .Select(each => new CartShippingOption(
                        each.offered,
                        each.Quote!.Totals,
                        each.offered.Method == taken
                    )),
            ]
        );
    }

    private Totals WhatItComesTo()
    {
        if (Shipping is { } to && QuoteFor(to.Country, to.Method) is { } quote)
            return quote.Totals;

        var nothing = Money.Zero(Currency);
        var subtotal = Lines.Aggregate(
            nothing,
            (sum, line) => sum + (line.UnitPrice * line.Quantity)
        );
        return new(subtotal, nothing, nothing, nothing, nothing, subtotal);
    }

    /// <summary>Of nothing there is no quote: nothing is sent.</summary>
    private Quote? QuoteFor(Country country, ShippingMethod method) =>
        Lines.IsEmpty ? null : Quote.Of(Priced(), country, Currency, method);

    private ImmutableArray<PricedLine> Priced() =>
        [
            .. Lines.Select(line => new PricedLine(
                line.Id,
                line.Sku,
                line.Product,
                line.Name,
                line.Quantity,
                line.UnitPrice,
                line.Categories,
                line.Sale
            )),
        ];
}
