namespace Commerce.Catalog;

/// <summary>
/// The categories as shoppers see them: those of the tree, and those that products name without
/// anybody having described them.
/// </summary>
internal static class ShopCategories
{
    /// <summary>Up to so many, by slug, after one; and what the next page is after.</summary>
    public static async Task<Outcome<(IReadOnlyList<CategoryItem> Items, string? Next)>> Page(
        this IGrainFactory grains,
        int limit,
        string? after
    )
    {
        // One more than asked for tells whether there are more.
        var read = await grains.View("products").GetLists("in/", limit + 1, after);
        if (!read.IsAccepted)
            return read.Rejection;

        var all = await grains.Categories().GetAll();
        var described = all.ToDictionary(each => each.Slug, StringComparer.Ordinal);
        var sizes = read.Value.Lists.ToDictionary(
            list => list.Name,
            list => list.Rows,
            StringComparer.Ordinal
        );
        var items = sizes
            .Keys.Union(described.Keys.Where(slug => IsAfter(slug, after)), StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Take(limit + 1)
            .Select(slug =>
                CategoryItem.Of(
                    slug,
                    described.GetValueOrDefault(slug),
                    sizes.GetValueOrDefault(slug)
                )
            )
            .ToList();
        return (items[..int.Min(limit, items.Count)], items.Count > limit ? items[^2].Slug : null);
    }

    private static bool IsAfter(string slug, string? after) =>
        after is null || string.CompareOrdinal(slug, after) > 0;
}
