using Commerce.Catalog;
using Commerce.Http;

namespace Commerce.Shopping;

/// <summary>A category as the pages name it.</summary>
/// <param name="Name">By language; <c>null</c> where nobody has described it.</param>
public sealed record ShopCategory(string Slug, NamedTexts? Name)
{
    /// <summary>Its name in the language that is wanted, or else its slug as a heading.</summary>
    public string Title(Languages languages) =>
        Name is null ? Words.Title(Slug) : languages.Choose(Name).Text;

    /// <summary>These categories, as the tree names them.</summary>
    internal static async Task<IReadOnlyList<ShopCategory>> Read(
        IGrainFactory grains,
        IEnumerable<string> slugs
    )
    {
        var tree = await grains.Categories().GetAll();
        var names = tree.ToDictionary(
            each => each.Slug,
            each => each.Document.Name,
            StringComparer.Ordinal
        );
        return [.. slugs.Select(slug => new ShopCategory(slug, names.GetValueOrDefault(slug)))];
    }
}
