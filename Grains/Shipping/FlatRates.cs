using static Commerce.Shipping.ShippingZone;

namespace Commerce.Shipping;

/// <summary>
/// One price per method, zone and currency, whatever an order weighs. Prices are real ones of each
/// currency, none converted.
/// </summary>
public static class FlatRates
{
    private static readonly HashSet<string> Union = Codes(
        "AT BE BG CY CZ DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
    );

    private static readonly HashSet<string> RestOfEurope = Codes(
        "AD AL AX BA BY CH FO GB GG GI IM IS JE LI MC MD ME MK NO RS RU SJ SM UA VA"
    );

    // In minor units: home, European Union, Europe, world.
    private static readonly Dictionary<string, long[]> Standard = new(StringComparer.Ordinal)
    {
        ["EUR"] = [490, 990, 1_490, 2_490],
        ["USD"] = [590, 1_190, 1_790, 2_790],
        ["GBP"] = [450, 890, 1_290, 2_190],
        ["CHF"] = [490, 990, 1_490, 2_490],
        ["JPY"] = [800, 1_600, 2_400, 3_900],
        ["KWD"] = [1_500, 3_250, 4_750, 7_750],
    };

    private static readonly Dictionary<string, long[]> Express = new(StringComparer.Ordinal)
    {
        ["EUR"] = [990, 1_990, 2_990, 4_990],
        ["USD"] = [1_190, 2_390, 3_590, 5_590],
        ["GBP"] = [890, 1_790, 2_590, 4_390],
        ["CHF"] = [990, 1_990, 2_990, 4_990],
        ["JPY"] = [1_600, 3_200, 4_800, 7_800],
        ["KWD"] = [3_000, 6_500, 9_500, 15_500],
    };

    /// <summary>All ways to send something, the one first that is taken unless told.</summary>
    public static IReadOnlyList<OfferedShipping> Offered { get; } =
    [new(ShippingMethod.Standard, "Standard"), new(ShippingMethod.Express, "Express")];

    /// <summary>
    /// The rate, or none where the shop does not ship so, or not for that currency.
    /// </summary>
    public static ShippingRate? For(Country country, Currency currency, ShippingMethod method)
    {
        var rates =
            method == ShippingMethod.Standard ? Standard
            : method == ShippingMethod.Express ? Express
            : null;
        if (rates?.GetValueOrDefault(currency.Code) is not { } prices)
            return null;

        var zone = ZoneOf(country.Code);
        return new(zone, new(prices[zone - Home], currency), method);
    }

    private static ShippingZone ZoneOf(string code) =>
        code is "DE" ? Home
        : Union.Contains(code) ? EuropeanUnion
        : RestOfEurope.Contains(code) ? Europe
        : World;

    private static HashSet<string> Codes(string text) =>
        new(text.Split(' '), StringComparer.Ordinal);
}
