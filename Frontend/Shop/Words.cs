using System.Globalization;
using Commerce.Inventory;

namespace Commerce.Shopping;

/// <summary>How the pages write what the store knows.</summary>
internal static class Words
{
    /// <summary>The pages are in English; the machine may be in any language.</summary>
    public static readonly CultureInfo English = CultureInfo.InvariantCulture;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>A price as the English write it: <c>€1,234.50</c>, <c>KWD 1.250</c>.</summary>
    public static string Price(Money money)
    {
        var sign = money.Currency.Code switch
        {
            "EUR" => "€",
            "GBP" => "£",
            "USD" => "$",
            "JPY" => "¥",
            var code => $"{code}\u00A0",
        };
        var digits = money.Currency.Exponent;
        var minor = Int128.Abs(money.MinorUnits).ToString($"D{digits + 1}", Invariant);
        var whole = Int128.Parse(minor[..^digits], Invariant).ToString("N0", Invariant);
        var text = digits == 0 ? whole : $"{whole}.{minor[^digits..]}";
        return money.IsNegative ? $"−{sign}{text}" : $"{sign}{text}";
    }

    /// <summary>A slug or a code as a heading: <c>garden-tools</c> are Garden tools.</summary>
    public static string Title(string slug)
    {
        var text = slug.Replace('-', ' ').Replace('_', ' ').Trim();
        return text.Length == 0 ? slug : char.ToUpperInvariant(text[0]) + text[1..];
    }

    public static string Units(long units) => units == 1 ? "1 item" : $"{units} items";

    public static string Stock(string availability) =>
        availability switch
        {
            StockBand.InStock => "In stock",
            StockBand.Low => "Only a few left",
            _ => "Sold out",
        };

    public static string Country(Country country)
    {
        try
        {
            return new RegionInfo(country.Code).EnglishName;
        }
        catch (ArgumentException)
        {
            // The machine's tables do not know every country.
            return country.Code;
        }
    }
}
