using System.Text.Json;
using Commerce.Http;
using Commerce.Inventory;
using Commerce.Views;

namespace Commerce.Catalog;

/// <summary>What shoppers leaf through. What is published appears within a moment.</summary>
internal static class ProductListEndpoints
{
    private const string View = "products";
    private const string InCategory = "in/";
    private const string CacheControl = "public, max-age=5, stale-while-revalidate=30";

    public static void MapProductLists(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").ForEveryone().WithTags("Storefront");

        api.MapGet("/products", GetProducts)
            .Means("listProducts", "The products that are published, newest first.")
            .Answers<ProductsBody>(200)
            .AnswersOnly(304)
            .Refuses(422, "invalid_filter");
        api.MapGet("/categories", GetCategories)
            .Means("listCategories", "The categories, by slug, with how much is in each.")
            .Answers<PageBody<CategoryItem>>(200)
            .AnswersOnly(304);
        api.MapGet("/categories/{category}/products", GetProducts)
            .Means("listCategoryProducts", "The products of a category, newest first.")
            .Answers<ProductsBody>(200)
            .AnswersOnly(304)
            .Refuses(422, "invalid_filter");
    }

    /// <param name="category">The slug of the category whose products are wanted.</param>
    /// <param name="attribute">An attribute that they have: <c>colour:red</c>.</param>
    /// <param name="availability">Whether to tell what of the page can be had.</param>
    private static Task<IResult> GetProducts(
        string? category,
        string? attribute,
        bool? availability,
        [AsParameters] PageRequest page,
        IGrainFactory grains,
        TimeProvider time
    )
    {
        if (ListOf(category, attribute) is not { } list)
            return Task.FromResult<IResult>(NoSuchFilter);

        var name = $"{View}/{list}";
        return page.Read(
            name,
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

    private static string? ListOf(string? category, string? attribute) =>
        (category, attribute?.Split(':', 2)) switch
        {
            (null, null) => "all",
            (not null, null) => InCategory + category,
            (null, [var name, var text]) => $"with/{name}={text}",
            _ => null,
        };

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

    /// <summary>The categories, by slug, with how much is in each.</summary>
    private static Task<IResult> GetCategories(
        [AsParameters] PageRequest page,
        IGrainFactory grains
    ) =>
        page.Read(
            "categories",
            async (limit, after) =>
            {
                var read = await grains.Page(limit, after);
                return read.Match(categories => new PageAnswer(categories.Items.Select(Json))
                {
                    Next = page.Sign("categories", categories.Next),
                    CacheControl = CacheControl,
                });
            }
        );

    private static ReadOnlyMemory<byte> Json(CategoryItem item) =>
        JsonSerializer.SerializeToUtf8Bytes(item, CatalogListJson.Default.CategoryItem);

    private static Problem NoSuchFilter { get; } =
        new(422, "invalid_filter", "Ask for a category, or for an attribute as name:text.");
}
