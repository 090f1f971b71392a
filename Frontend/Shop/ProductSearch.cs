using Commerce.Catalog;

namespace Commerce.Shopping;

/// <summary>
/// Finds products by the words of their names, in any language: each word that is searched for must
/// begin one of them. The newest come first, page by page.
/// </summary>
internal sealed class ProductSearch(IGrainFactory grains, TimeProvider time)
{
    private const int WordsMax = 8;

    /// <summary>Words of names that begin with the one searched for, of which products are
    /// read.</summary>
    private const int ListsMax = 8;

    /// <summary>Products that are looked at in one go, and how often, for one page.</summary>
    private const int RowsMax = 100;

    private const int ReadsMax = 5;

    /// <summary>A page of up to so many, after the mark that the page before gave.</summary>
    public async Task<Outcome<SearchFound>> Find(string text, int limit, string? after)
    {
        var words = NameWords.Of(text).Distinct(StringComparer.Ordinal).Take(WordsMax).ToList();
        // The longest word is in the fewest names.
        if (words.MaxBy(word => word.Length) is not { } rarest)
            return new SearchFound([], Next: null, IsAll: true);

        var (view, list) = (grains.View("products"), $"word/{rarest}");
        var longer = await view.GetLists(list, ListsMax, after: null);
        if (!longer.IsAccepted)
            return longer.Rejection;

        var lists = longer.Value.Lists.Select(each => list + each.Name).Prepend(list);
        var (found, now) = (new List<ProductCard>(), time.GetUtcNow());
        for (var reads = 1; ; reads++)
        {
            var read = await view.GetUnion([.. lists], RowsMax, after);
            if (!read.IsAccepted)
                return read.Rejection;

            var rows = read.Value.Rows;
            for (var i = 0; i < rows.Length && found.Count < limit; i++)
            {
                after = rows[i].Mark;
                var card = ProductCard.Read(rows[i].Row, now);
                if (HasAll(card.Name, words))
                    found.Add(card);
            }

            var isEnd = !read.Value.HasMore && after == rows.LastOrDefault()?.Mark;
            if (rows.IsEmpty || isEnd || found.Count == limit || reads == ReadsMax)
            {
                var next = rows.IsEmpty || isEnd ? null : after;
                return new SearchFound(found, next, IsAll: longer.Value.Next is null);
            }
        }
    }

    private static bool HasAll(NamedTexts names, List<string> words)
    {
        var own = names.SelectMany(name => NameWords.Of(name.Text)).ToList();
        return words.TrueForAll(word =>
            own.Exists(one => one.StartsWith(word, StringComparison.Ordinal))
        );
    }
}

/// <summary>A page of what was found, the newest first.</summary>
/// <param name="Next">The mark after which more may follow.</param>
/// <param name="IsAll">Whether every word was looked up that begins so.</param>
internal sealed record SearchFound(IReadOnlyList<ProductCard> Products, string? Next, bool IsAll);
