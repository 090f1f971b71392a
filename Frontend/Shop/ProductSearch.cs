using Commerce.Catalog;

namespace Commerce.Shopping;

/// <summary>
/// Finds products by the words of their names, in any language: each word that is searched for must
/// begin one of them. Of what is found the newest are told.
/// </summary>
internal sealed class ProductSearch(IGrainFactory grains, TimeProvider time)
{
    private const int WordsMax = 8;

    /// <summary>Words of names that begin with the one searched for, of which products are
    /// read.</summary>
    private const int ListsMax = 8;

    private const int RowsMax = 100;
    private const int FoundMax = 24;

    public async Task<Outcome<SearchFound>> Find(string text)
    {
        var words = NameWords.Of(text).Distinct(StringComparer.Ordinal).Take(WordsMax).ToList();
        // The longest word is in the fewest names.
        if (words.MaxBy(word => word.Length) is not { } rarest)
            return new SearchFound([], IsAll: true);

        var (view, list) = (grains.View("products"), $"word/{rarest}");
        var longer = await view.GetLists(list, ListsMax, after: null);
        if (!longer.IsAccepted)
            return longer.Rejection;

        var pages = await Task.WhenAll(
            longer
                .Value.Lists.Select(each => each.Name)
                .Prepend("")
                .Select(rest => view.GetPage(list + rest, RowsMax, after: null))
        );
        if (pages.FirstOrDefault(page => !page.IsAccepted) is { Rejection: { } rejection })
            return rejection;

        var now = time.GetUtcNow();
        var found = pages
            .SelectMany(page => page.Value!.Rows)
            .Select(row => ProductCard.Read(row, now))
            .DistinctBy(card => card.Id)
            .Where(card => HasAll(card.Name, words))
            .OrderByDescending(card => card.Id.Value, StringComparer.Ordinal)
            .ToList();
        var isAll =
            found.Count <= FoundMax
            && longer.Value.Next is null
            && pages.All(page => page.Value!.Next is null);
        return new SearchFound([.. found.Take(FoundMax)], isAll);
    }

    private static bool HasAll(NamedTexts names, List<string> words)
    {
        var own = names.SelectMany(name => NameWords.Of(name.Text)).ToList();
        return words.TrueForAll(word =>
            own.Exists(one => one.StartsWith(word, StringComparison.Ordinal))
        );
    }
}

/// <summary>What was found, the newest first.</summary>
/// <param name="IsAll">Whether there may be no more.</param>
internal sealed record SearchFound(IReadOnlyList<ProductCard> Products, bool IsAll);
