using Commerce.Http;
using Commerce.Secrets;
using Commerce.Shopping.Pages;

namespace Commerce.Shopping;

/// <summary>The pages with many products: all of them, a category, what was searched for.</summary>
internal static class ShelfPages
{
    private const string View = "products";
    private const string InCategory = "in/";
    private const int PageSize = 24;
    private const int CategoriesMax = 50;
    private const int QueryMax = 200;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/", Home);
        pages.MapGet("/category/{category}", Category);
        pages.MapGet("/search", Search);
    }

    private static Task<IResult> Home(
        string? cursor,
        IGrainFactory grains,
        ServerKeys keys,
        TimeProvider time
    ) => Read("all", cursor, grains, keys, time, shelf => new HtmlPage<HomePage>(shelf));

    private static Task<IResult> Category(
        string category,
        string? cursor,
        IGrainFactory grains,
        ServerKeys keys,
        TimeProvider time
    ) =>
        Read(
            InCategory + category,
            cursor,
            grains,
            keys,
            time,
            shelf =>
                shelf.Products.Count == 0
                    ? OutcomeResults.NotFound
                    : new HtmlPage<CategoryPage>(shelf with { Category = category })
        );

    private static async Task<IResult> Search(string? q, ProductSearch search)
    {
        var query = (q ?? "").Trim();
        var found = await search.Find(query[..int.Min(query.Length, QueryMax)]);
        return found.Match(all => new HtmlPage<SearchPage>(
            new SearchModel(query, all.Products, all.IsAll)
        ));
    }

    private static Task<IResult> Read(
        string list,
        string? cursor,
        IGrainFactory grains,
        ServerKeys keys,
        TimeProvider time,
        Func<ShelfModel, IResult> show
    )
    {
        var (name, page) = ($"{View}/{list}", new PageRequest(PageSize, cursor, keys));
        return page.Read(
            name,
            async (limit, after) =>
            {
                var view = grains.View(View);
                var rows = await view.GetPage(list, limit, after);
                if (!rows.IsAccepted)
                    return rows.Rejection.ToProblem();

                var now = time.GetUtcNow();
                var categories = await view.GetLists(InCategory, CategoriesMax, after: null);
                return categories.Match(lists =>
                    show(
                        new(
                            [.. lists.Lists.Select(list => list.Name)],
                            Category: null,
                            [.. rows.Value.Rows.Select(row => ProductCard.Read(row, now))],
                            page.Sign(name, rows.Value.Next),
                            IsFirst: after is null
                        )
                    )
                );
            },
            PageSize
        );
    }
}

/// <summary>Products that stand together.</summary>
/// <param name="Category">The one they stand in; <c>null</c> for all.</param>
/// <param name="Next">The cursor to the next page, if there is one.</param>
public sealed record ShelfModel(
    IReadOnlyList<string> Categories,
    string? Category,
    IReadOnlyList<ProductCard> Products,
    string? Next,
    bool IsFirst
);

/// <summary>What a search came to.</summary>
public sealed record SearchModel(string Query, IReadOnlyList<ProductCard> Products, bool IsAll);
