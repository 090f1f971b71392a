using System.Collections.Immutable;
using System.Diagnostics;
using Commerce.EventSourcing;
using static Commerce.Catalog.CategoryEvent;

namespace Commerce.Catalog;

/// <summary>The categories, each below another or at the top; never in a circle.</summary>
/// <param name="Revision">How many events made it.</param>
public sealed record CategoryTree(
    ImmutableSortedDictionary<string, Category> Categories,
    long Revision
) : IAggregate<CategoryTree, CategoryEvent>
{
    public const int CategoriesMax = 2_000;
    public const int DepthMax = 10;

    public static CategoryTree Initial { get; } =
        new(ImmutableSortedDictionary.Create<string, Category>(StringComparer.Ordinal), 0);

    public Decision<CategoryWritten, CategoryEvent> Write(
        string slug,
        CategoryDocument document,
        Precondition precondition
    )
    {
        var known = Categories.GetValueOrDefault(slug);
        if (!Meets(known, precondition))
            return Rejections.Stale;
        if (Check(slug, document) is { Length: > 0 } flaws)
            return CatalogRejections.InvalidCategory(flaws);
        if (known is null && Categories.Count == CategoriesMax)
            return CatalogRejections.TooManyCategories;
        if (known is not null && IsSame(known.Document, document))
            return new CategoryWritten(known, IsNew: false);

        var written = new Written(slug, document.Name, document.Parent, document.Position);
        var after = Evolve(written, default);
        return (new(after.Categories[slug], known is null), written);
    }

    public Decision<bool, CategoryEvent> Remove(string slug, Precondition precondition)
    {
        if (!Categories.TryGetValue(slug, out var known))
            return CatalogRejections.NoSuchCategory;
        if (!Meets(known, precondition))
            return Rejections.Stale;

        return Categories.Values.Any(each => each.Document.Parent == slug)
            ? CatalogRejections.CategoryHasChildren
            : (true, new Removed(slug));
    }

    public CategoryTree Evolve(CategoryEvent happened, DateTimeOffset at)
    {
        var next = Revision + 1;
        return happened switch
        {
            Written e => new(
                Categories.SetItem(
                    e.Slug,
                    new(e.Slug, new(e.Name, e.Parent, e.Position), Version: next)
                ),
                next
            ),
            Removed e => new(Categories.Remove(e.Slug), next),
            _ => throw new UnreachableException($"No such event of the tree: {happened}"),
        };
    }

    private static bool Meets(Category? known, Precondition precondition) =>
        (precondition.Version ?? known?.Version) == known?.Version
        && (precondition.Exists ?? known is not null) == known is not null;

    private static bool IsSame(CategoryDocument one, CategoryDocument other) =>
        one.Parent == other.Parent
        && one.Position == other.Position
        && one.Name.SequenceEqual(other.Name);

    private ImmutableArray<RejectionDatum> Check(string slug, CategoryDocument document)
    {
        var flaws = ImmutableArray.CreateBuilder<RejectionDatum>();
        ProductRules.CheckName(document.Name, flaws);
        if (!ProductRules.IsSlug(slug))
            flaws.Add(new(Pointer: null, "code", "invalid_slug"));
        if (FlawOf(slug, document.Parent) is { } flaw)
            flaws.Add(new("/parent", "code", flaw));
        return flaws.ToImmutable();
    }

    /// <summary>What is wrong with a place below that parent, if anything is.</summary>
    private string? FlawOf(string slug, string? parent)
    {
        if (parent is null)
            return null;
        if (parent != slug && !Categories.ContainsKey(parent))
            return "unknown";

        var above = 0;
        for (var up = parent; up is not null; up = Categories[up].Document.Parent)
        {
            if (up == slug)
                return "circle";
            above++;
        }

        return above + Height(slug) > DepthMax ? "too_deep" : null;
    }

    /// <summary>How many levels a category and those below it take up.</summary>
    private int Height(string slug) =>
        1
        + Categories
            .Values.Where(each => each.Document.Parent == slug)
            .Select(each => Height(each.Slug))
            .DefaultIfEmpty(0)
            .Max();
}
