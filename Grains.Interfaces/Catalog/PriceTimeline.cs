using System.Collections.Immutable;
using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>
/// What variants cost when: a pure function of the prices as they are written and were written
/// before, so that nothing has to happen at the moment at which a price changes.
/// </summary>
public static class PriceTimeline
{
    /// <summary>
    /// How far back a reduced price is compared: Directive 98/6/EC, article 6a (Omnibus).
    /// </summary>
    public static readonly TimeSpan Comparison = TimeSpan.FromDays(30);

    /// <summary>
    /// The price at a moment: the dated one that holds then, else the one that always does.
    /// </summary>
    public static Price? At(
        this ImmutableArray<Price> prices,
        Currency currency,
        DateTimeOffset moment
    )
    {
        Price? always = null;
        foreach (var price in prices)
        {
            if (price.Currency != currency || !price.HoldsAt(moment))
                continue;
            if (price.IsDated)
                return price;

            always = price;
        }

        return always;
    }

    /// <summary>One price for each currency that has one at that moment.</summary>
    public static IEnumerable<Price> At(this ImmutableArray<Price> prices, DateTimeOffset moment) =>
        prices
            .Select(price => price.Currency)
            .Distinct()
            .Select(currency => prices.At(currency, moment))
            .OfType<Price>();

    /// <summary>
    /// The lowest price within the 30 days before a reduction, in minor units; <c>null</c> where
    /// the price of that moment is not reduced.
    /// </summary>
    /// <param name="product">The product.</param>
    /// <param name="sku">One of its SKUs.</param>
    /// <param name="currency">The currency.</param>
    /// <param name="moment">When the price is told.</param>
    public static long? Lowest(
        this CatalogProduct product,
        Sku sku,
        Currency currency,
        DateTimeOffset moment
    )
    {
        var (begin, current) = (moment, (long?)null);
        var before = new List<(DateTimeOffset From, DateTimeOffset To, long Amount)>();
        foreach (var span in Spans(product, sku, currency, moment))
        {
            if (before.Count == 0 && (current ?? span.Amount) == span.Amount)
                (begin, current) = (span.From, span.Amount);
            else
                before.Add(span);
        }

        var compared = before.Where(span => span.To > begin - Comparison).ToList();
        return compared.Count > 0 && before[0].Amount > current
            ? compared.Min(span => span.Amount)
            : null;
    }

    /// <summary>The prices until a moment, each with its time, the newest first.</summary>
    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To, long Amount)> Spans(
        CatalogProduct product,
        Sku sku,
        Currency currency,
        DateTimeOffset moment
    )
    {
        var end = moment;
        foreach (var book in product.Books.Where(book => book.Since <= moment))
        {
            var prices = PricesOf(book.Variants, sku);
            var edges = prices
                .SelectMany(price => (DateTimeOffset?[])[price.ValidFrom, price.ValidTo])
                .OfType<DateTimeOffset>()
                .Where(edge => edge > book.Since && edge <= end)
                .Append(book.Since)
                .Distinct()
                .OrderDescending();
            foreach (var edge in edges)
            {
                if (prices.At(currency, edge) is { } price)
                    yield return (edge, end, price.Amount);
                end = edge;
            }
        }
    }

    private static ImmutableArray<Price> PricesOf(ImmutableArray<ProductVariant> all, Sku sku) =>
        all.FirstOrDefault(variant => variant.Sku == sku)?.Prices ?? [];
}

/// <summary>The prices of a product as they were written at one time.</summary>
/// <param name="Since">When they were written; they held until the next were.</param>
[GenerateSerializer, Immutable, Alias("commerce.catalog.price-book")]
public sealed record PriceBook(ImmutableArray<ProductVariant> Variants, DateTimeOffset Since);
