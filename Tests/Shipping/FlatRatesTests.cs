using Commerce.Orders;

namespace Commerce.Shipping;

public sealed class FlatRatesTests
{
    private static readonly Currency Eur = new("EUR");
    private static readonly string[] FarAndFarther = ["DE", "FR", "CH", "JP"];

    [Theory]
    [InlineData("DE", ShippingZone.Home, 490)]
    [InlineData("FR", ShippingZone.EuropeanUnion, 990)]
    [InlineData("CH", ShippingZone.Europe, 1_490)]
    [InlineData("GB", ShippingZone.Europe, 1_490)]
    [InlineData("JP", ShippingZone.World, 2_490)]
    [InlineData("KW", ShippingZone.World, 2_490)]
    public void A_country_is_in_a_zone_and_a_zone_has_a_price(
        string country,
        ShippingZone zone,
        long price
    ) =>
        Assert.Equal(
            new(zone, new(price, Eur), ShippingMethod.Standard),
            FlatRates.For(new(country), Eur, ShippingMethod.Standard)
        );

    [Theory]
    [InlineData("EUR")]
    [InlineData("USD")]
    [InlineData("GBP")]
    [InlineData("CHF")]
    [InlineData("JPY")]
    [InlineData("KWD")]
    public void Farther_and_faster_cost_more_in_every_currency(string currency)
    {
        var (slow, fast) = (Prices(ShippingMethod.Standard), Prices(ShippingMethod.Express));

        Assert.Equal(slow.Distinct().Order(), slow);
        Assert.Equal(fast.Distinct().Order(), fast);
        Assert.All(slow.Zip(fast), pair => Assert.True(pair.First < pair.Second));

        List<long> Prices(ShippingMethod method) =>
            [
                .. FarAndFarther.Select(country =>
                    FlatRates.For(new(country), new(currency), method)!.Price.MinorUnits
                ),
            ];
    }

    [Theory]
    [InlineData("SEK", "standard")]
    [InlineData("SEK", "express")]
    [InlineData("EUR", "pigeon")]
    public void A_currency_or_a_way_without_a_rate_is_not_shipped(string currency, string method) =>
        Assert.Null(FlatRates.For(new("DE"), new(currency), new(method)));

    [Fact]
    public void The_union_has_27_members_and_taxes_in_all_of_them()
    {
        var letters = Enumerable.Range('A', 26).Select(letter => (char)letter).ToList();
        var members = (
            from first in letters
            from second in letters
            let known = Country.TryParse($"{first}{second}", null, out var country)
                ? country
                : (Country?)null
            where
                known is { } member
                && FlatRates.For(member, Eur, ShippingMethod.Standard)!.Zone
                    <= ShippingZone.EuropeanUnion
            select known.Value
        ).ToList();

        Assert.Equal(27, members.Count);
        Assert.All(members, member => Assert.True(TaxTable.For(member).BasisPoints >= 1_700));
    }
}
