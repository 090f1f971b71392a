using Commerce.Catalog;
using Commerce.FlashSales;
using Commerce.Http;
using Commerce.Inventory;

namespace Commerce.Shopping;

/// <summary>The page of one product, and what its form may come back with.</summary>
internal sealed class ProductView(
    IGrainFactory grains,
    IdGenerator ids,
    ShopSettings shop,
    SaleBoard sales,
    TimeProvider time
)
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(
            "/product/{slug}",
            async (string slug, ProductView view) =>
                await view.Find(slug) switch
                {
                    { Moved: { } moved } => new Moved($"/product/{moved}"),
                    { Product: { } product } => await view.Show(product),
                    _ => OutcomeResults.NotFound,
                }
        );
    }

    public Task<FoundProduct> Find(string slug) => grains.FindShown(slug, time.GetUtcNow());

    /// <param name="refusal">Why its form came back, if it did.</param>
    /// <param name="sku">The variant that was chosen.</param>
    /// <param name="quantity">As it was typed.</param>
    public async Task<IResult> Show(
        CatalogProduct product,
        Refusal? refusal = null,
        string? sku = null,
        string quantity = "1"
    )
    {
        var told = await grains.GetAvailability(product.Document.Variants.Select(v => v.Sku));
        if (!told.IsAccepted)
            return told.Rejection.ToProblem();

        var variants = product
            .Document.Variants.Zip(told.Value.Skus, (variant, sku) => Tell(variant, sku.Status))
            .ToList();
        var categories = await ShopCategory.Read(grains, product.Document.Categories);
        var chosen = variants.Find(each => each.Sku == sku) ?? variants.Find(each => each.IsSold);
        return new HtmlPage<Pages.ProductPage>(
            new ProductModel(
                product,
                categories,
                variants,
                told.Value.Status,
                chosen?.Sku,
                quantity,
                ids.New("req"),
                refusal?.Said,
                product
                    .Document.Variants.Select(each => sales.Of(each.Sku)?.Sale)
                    .FirstOrDefault(sale => sale is not null)
            ),
            refusal?.Status ?? StatusCodes.Status200OK
        );
    }

    private VariantModel Tell(ProductVariant variant, string availability)
    {
        var price = variant.Prices.At(shop.Currency, time.GetUtcNow())?.Money;
        return new(
            variant.Sku.Value,
            string.Join(", ", variant.Options.Select(option => option.Text)),
            price,
            availability,
            price is not null && availability is not StockBand.Out
        );
    }
}

/// <summary>A product as its page shows it.</summary>
/// <param name="Chosen">The SKU that is chosen to begin with, where any can be bought.</param>
/// <param name="Quantity">As it was typed.</param>
/// <param name="Key">The form's own: sent twice, it adds once.</param>
/// <param name="Sale">One that sells it, and is coming or on.</param>
public sealed record ProductModel(
    CatalogProduct Product,
    IReadOnlyList<ShopCategory> Categories,
    IReadOnlyList<VariantModel> Variants,
    string Availability,
    string? Chosen,
    string Quantity,
    string Key,
    Said? Said,
    SaleTold? Sale = null
)
{
    public bool IsSold => Variants.Any(variant => variant.IsSold);
}

/// <summary>A variant to choose.</summary>
/// <param name="Label">What sets it apart; empty where nothing does.</param>
/// <param name="Price">In the shop's currency; <c>null</c> if it is not sold in that.</param>
public sealed record VariantModel(
    string Sku,
    string Label,
    Money? Price,
    string Availability,
    bool IsSold
);
