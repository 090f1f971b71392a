namespace Commerce.Orders;

/// <summary>
/// Standard rates of value added, goods and services, and consumption tax by country, in force in
/// January 2026, and whether shop prices contain them there. National tax authorities publish them
/// (for the European Union: the Commission's Taxes in Europe Database). No reduced rates,
/// thresholds, states or provinces: a tax provider, asked before the quote is made, takes the
/// table's place.
/// </summary>
public static class TaxTable
{
    private static readonly Dictionary<string, TaxRate> Rates = new(StringComparer.Ordinal)
    {
        ["AT"] = Included(2_000),
        ["AU"] = Included(1_000),
        ["BE"] = Included(2_100),
        ["BG"] = Included(2_000),
        ["CA"] = OnTop(500),
        ["CH"] = Included(810),
        ["CY"] = Included(1_900),
        ["CZ"] = Included(2_100),
        ["DE"] = Included(1_900),
        ["DK"] = Included(2_500),
        ["EE"] = Included(2_400),
        ["ES"] = Included(2_100),
        ["FI"] = Included(2_550),
        ["FR"] = Included(2_000),
        ["GB"] = Included(2_000),
        ["GR"] = Included(2_400),
        ["HR"] = Included(2_500),
        ["HU"] = Included(2_700),
        ["IE"] = Included(2_300),
        ["IT"] = Included(2_200),
        ["JP"] = Included(1_000),
        ["KW"] = Included(0),
        ["LT"] = Included(2_100),
        ["LU"] = Included(1_700),
        ["LV"] = Included(2_100),
        ["MT"] = Included(1_800),
        ["NL"] = Included(2_100),
        ["NO"] = Included(2_500),
        ["NZ"] = Included(1_500),
        ["PL"] = Included(2_300),
        ["PT"] = Included(2_300),
        ["RO"] = Included(2_100),
        ["SE"] = Included(2_500),
        ["SI"] = Included(2_200),
        ["SK"] = Included(2_300),
        ["US"] = OnTop(0),
    };

    /// <summary>A country that is not listed is not taxed by the shop: the buyer imports.</summary>
    public static TaxRate For(Country country) => Rates.GetValueOrDefault(country.Code, OnTop(0));

    private static TaxRate Included(int basisPoints) => new(basisPoints, Included: true);

    private static TaxRate OnTop(int basisPoints) => new(basisPoints, Included: false);
}
