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

    /// <summary>What the first page shows, as far as the lists are there.</summary>
    public static async Task<ShelfModel> Newest(IGrainFactory grains, TimeProvider time)
    {
        var view = grains.View(View);
        var rows = await view.GetPage("all", PageSize, after: null);
        var lists = await view.GetLists(InCategory, CategoriesMax, after: null);
        var (now, slugs) = (time.GetUtcNow(), lists.Value?.Lists.Select(list => list.Name) ?? []);
        return new(
            await ShopCategory.Read(grains, slugs),
            Category: null,
            [.. (rows.Value?.Rows ?? []).Select(row => ProductCard.Read(row, now))],
            Next: null,
            IsFirst: true
        );
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
                    : new HtmlPage<CategoryPage>(shelf),
            category
        );

    private static Task<IResult> Search(
        string? q,
        string? cursor,
        ProductSearch search,
        ServerKeys keys
    )
    {
        var query = (q ?? "").Trim();
        query = query[..int.Min(query.Length, QueryMax)];
        var (name, page) = ($"search/{query}", new PageRequest(PageSize, cursor, keys));
        return page.Read(
            name,
            async (limit, after) =>
                (await search.Find(query, limit, after)).Match(found => new HtmlPage<SearchPage>(
                    new SearchModel(
                        query,
                        found.Products,
                        page.Sign(name, found.Next),
                        IsFirst: after is null,
                        found.IsAll
                    )
                ))
        );
    }

    private static Task<IResult> Read(
        string list,
        string? cursor,
        IGrainFactory grains,
        ServerKeys keys,
        TimeProvider time,
        Func<ShelfModel, IResult> show,
        string? category = null
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
                var lists = await view.GetLists(InCategory, CategoriesMax, after: null);
                if (!lists.IsAccepted)
                    return lists.Rejection.ToProblem();

                var slugs = lists.Value.Lists.Select(list => list.Name);
                var named = await ShopCategory.Read(
                    grains,
                    category is null ? slugs : slugs.Append(category)
                );
                return show(
                    new(
                        category is null ? named : [.. named.SkipLast(1)],
                        category is null ? null : named[^1],
                        [.. rows.Value.Rows.Select(row => ProductCard.Read(row, now))],
                        page.Sign(name, rows.Value.Next),
                        IsFirst: after is null
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
    IReadOnlyList<ShopCategory> Categories,
    ShopCategory? Category,
    IReadOnlyList<ProductCard> Products,
    string? Next,
    bool IsFirst
);

/// <summary>A page of what a search came to.</summary>
/// <param name="Next">The cursor to the next page, if there is one.</param>
/// <param name="IsAll">Whether all is found that there is, on this page or those after it.</param>
public sealed record SearchModel(
    string Query,
    IReadOnlyList<ProductCard> Products,
    string? Next,
    bool IsFirst,
    bool IsAll
)
{
    public string Address => $"/search?q={Uri.EscapeDataString(Query)}";
}
