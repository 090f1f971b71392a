using System.Text.Json;
using Commerce.EventSourcing;
using Commerce.Http;
using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>What shoppers leaf through. What is published appears within a moment.</summary>
internal static class ProductListEndpoints
{
    private const string View = "products";
    private const string InCategory = "in/";
    private const int CategoriesMax = 200;
    private const string CacheControl = "public, max-age=5, stale-while-revalidate=30";

    public static void MapProductLists(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithTags("Storefront");

        api.MapGet("/products", GetProducts)
            .Means("listProducts", "The products that are published, newest first.")
            .Answers<ProductsBody>(200)
            .AnswersOnly(304);
        api.MapGet("/categories", GetCategories)
            .Means("listCategories", "The categories in which there is something to buy.")
            .Answers<PageBody<CategoryItem>>(200)
            .AnswersOnly(304);
        api.MapGet("/categories/{category}/products", GetProducts)
            .Means("listCategoryProducts", "The products of a category, newest first.")
            .Answers<ProductsBody>(200)
            .AnswersOnly(304);
    }

    /// <param name="availability">Whether to tell what of the page can be had.</param>
    private static Task<IResult> GetProducts(
        string? category,
        bool? availability,
        [AsParameters] PageRequest page,
        IGrainFactory grains,
        TimeProvider time
    )
    {
        var list = category is null ? "all" : InCategory + category;
        var name = $"{View}/{list}";
        return page.Read(
            name,
            PageRequest.LimitMax,
            async (limit, after) =>
            {
                var read = await grains.View(View).GetPage(list, limit, after);
                if (!read.IsAccepted)
                    return read.Rejection.ToProblem();

                var now = time.GetUtcNow();
                return new PageAnswer(read.Value.Rows.Select(row => CurrentPrices.In(row, now)))
                {
                    Next = page.Sign(name, read.Value.Next),
                    CacheControl = CacheControl,
                    Beside = availability is true ? await Tell(read.Value, grains) : null,
                };
            }
        );
    }

    private static async Task<Action<Utf8JsonWriter>?> Tell(RowPage page, IGrainFactory grains)
    {
        var told = await grains.GetAvailability(page.Rows.SelectMany(SkusOf));
        return told.IsAccepted ? json => Write(json, told.Value) : null;
    }

    private static void Write(Utf8JsonWriter json, AvailabilityBody told)
    {
        json.WriteStartObject("availability");
        json.WriteString("asOf", UtcMilliseconds.Text(told.AsOf));
        json.WriteStartObject("skus");
        foreach (var (sku, status) in told.Skus)
        {
            json.WriteString(sku.Value, status);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static IEnumerable<Sku> SkusOf(ReadOnlyMemory<byte> row)
    {
        using var json = JsonDocument.Parse(row);
        foreach (var variant in json.RootElement.GetProperty("variants").EnumerateArray())
        {
            yield return new(variant.GetProperty("sku").GetString()!);
        }
    }

    /// <summary>The categories in which there is something to buy.</summary>
    private static Task<IResult> GetCategories(
        [AsParameters] PageRequest page,
        IGrainFactory grains
    ) =>
        page.Read(
            "categories",
            CategoriesMax,
            async (limit, after) =>
            {
                var read = await grains.View(View).GetLists(InCategory, limit, after);
                return read.Match(lists => new PageAnswer(lists.Lists.Select(Item))
                {
                    Next = page.Sign("categories", lists.Next),
                    CacheControl = CacheControl,
                });
            }
        );

    private static ReadOnlyMemory<byte> Item(ListSize list) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new CategoryItem(list.Name, list.Rows),
            CatalogListJson.Default.CategoryItem
        );
}
