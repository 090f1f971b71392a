using System.Globalization;

namespace Commerce.Analytics;

/// <summary>How the totals of sales are named, and their moments written.</summary>
public static class SalesTotal
{
    /// <summary>The view that keeps them.</summary>
    public const string View = "sales";

    public static string All(Currency currency) => $"all/{currency.Code}";

    public static string OfProduct(string product, Currency currency) =>
        $"product/{product}/{currency.Code}";

    public static string OfCategory(string slug, Currency currency) =>
        $"category/{slug}/{currency.Code}";

    /// <summary>The minute of a moment, in UTC: <c>2026-11-26T14:29</c>.</summary>
    public static string Minute(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
