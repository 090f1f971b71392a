using System.Text.Json;
using Commerce.Catalog;
using Commerce.Shopping;

namespace Commerce.FlashSales;

/// <summary>The page on which shoppers wait for a sale, and buy in it.</summary>
internal sealed class SalePages(
    IGrainFactory grains,
    Baskets baskets,
    SaleSights sights,
    TimeProvider time
)
{
    /// <summary>What a shopper's browser can be refused here.</summary>
    private static readonly string[] Codes =
    [
        "admission_invalid",
        "admission_spent",
        "cart_completed",
        "cart_discarded",
        "cart_expired",
        "dependency_down",
        "insufficient_stock",
        "internal_error",
        "not_a_buyer",
        "not_found",
        "overloaded",
        "payment_in_progress",
        "product_unavailable",
        "purchase_limit_reached",
        "queue_required",
        "rate_limited",
        "sale_closed",
        "sale_line_exists",
        "sale_not_open",
        "sale_paused",
        "sku_frozen",
        "too_many_lines",
    ];

    private static readonly string Sentences = JsonSerializer.Serialize(
        Codes.ToDictionary(code => code, Said.OfCode, StringComparer.Ordinal),
        FlashSalesHttpJson.Default.DictionaryStringString
    );

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(
            "/sale/{id}",
            (SaleId id, SalePages sale, HttpRequest http) => sale.Show(id, http)
        );
        // A place in the waiting room is a cart's: who has none is given one.
        pages.MapPost(
            "/sale/{id}/cart",
            (SaleId id, SalePages sale, PostedForm _, HttpContext http) => sale.Open(id, http)
        );
    }

    private async Task<IResult> Show(SaleId id, HttpRequest http)
    {
        var (seen, now) = (await sights.Glance(id), time.GetUtcNow());
        if (!seen.IsAccepted)
            return seen.Rejection.ToProblem();
        if (!StorefrontSaleEndpoints.IsShown(seen.Value.Sale, now))
            return OutcomeResults.NotFound;

        var sale = seen.Value.Sale;
        var products = await Task.WhenAll(
            sale.Terms.Items.Select(item => Product(item, seen.Value, now))
        );
        return new HtmlPage<Pages.SalePage>(
            new SaleModel(
                sale,
                SaleWords.State(sale, seen.Value.SoldOut, now),
                now,
                products,
                (await baskets.Find(http))?.Id.Value ?? "",
                Sentences
            )
        );
    }

    private async Task<IResult> Open(SaleId id, HttpContext http)
    {
        var cart = await baskets.FindOrOpen(http);
        return cart.Match(_ => HtmlPage.Redirect($"/sale/{id}"));
    }

    private async Task<SaleProduct> Product(SaleItem item, SaleSight seen, DateTimeOffset now)
    {
        var owner = await grains.Claim(CatalogClaims.Sku, item.Sku.Value).GetOwner();
        var product = owner is null ? null : await grains.Product(new(owner)).GetProduct();
        var shown = product is { IsPublished: true } ? product.Document : null;
        var normal = shown
            ?.Variants.FirstOrDefault(each => each.Sku == item.Sku)
            ?.Prices.At(item.Price.Currency, now)
            ?.Money;
        return new(item, shown, normal, seen.SoldOut.Contains(item.Sku));
    }
}

/// <summary>A sale as its page shows it.</summary>
/// <param name="Cart">The browser's; empty before it has one.</param>
/// <param name="Sentences">What its script says when something is refused, as JSON.</param>
public sealed record SaleModel(
    SaleTold Sale,
    string State,
    DateTimeOffset Now,
    IReadOnlyList<SaleProduct> Products,
    string Cart,
    string Sentences
);

/// <summary>What is sold.</summary>
/// <param name="Document">Of its product, if that is shown.</param>
/// <param name="Normal">What a unit costs outside the sale, if it is sold there.</param>
public sealed record SaleProduct(
    SaleItem Item,
    ProductDocument? Document,
    Money? Normal,
    bool IsSoldOut
);
