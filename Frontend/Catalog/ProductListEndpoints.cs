using System.Text.Json;
using Commerce.Http;

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
        var api = routes.MapGroup("/api/v1").WithTags("Catalog");

        api.MapGet("/products", GetProducts);
        api.MapGet("/categories", GetCategories);
        api.MapGet("/categories/{category}/products", GetProducts);
    }

    private static Task<IResult> GetProducts(
        string? category,
        [AsParameters] PageRequest page,
        IGrainFactory grains
    ) => page.Answer(grains, View, category is null ? "all" : InCategory + category, CacheControl);

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
                return read.Match(lists => new PageAnswer(lists.Names.Select(Item))
                {
                    Next = page.Sign("categories", lists.Next),
                    CacheControl = CacheControl,
                });
            }
        );

    private static ReadOnlyMemory<byte> Item(string slug) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new CategoryItem(slug),
            CatalogListJson.Default.CategoryItem
        );
}
