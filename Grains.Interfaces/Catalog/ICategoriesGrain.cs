using System.Collections.Immutable;

namespace Commerce.Catalog;

/// <summary>
/// The tree of categories, of which there is one: whoever moves a branch of it sees all of it, so
/// that no two moves can make a circle.
/// </summary>
[Alias("commerce.catalog.categories")]
public interface ICategoriesGrain : IGrainWithStringKey
{
    /// <summary>
    /// Creates or replaces a category; the same again changes nothing. Rejected with
    /// <c>invalid_category</c>, <c>too_many_categories</c> and <c>precondition_failed</c>.
    /// </summary>
    [Alias("write")]
    Task<Outcome<CategoryWritten>> Write(
        string slug,
        CategoryDocument document,
        Precondition precondition
    );

    /// <summary>
    /// Takes a category out of the tree. Its products still name it. Rejected with
    /// <c>not_found</c>, <c>category_has_children</c> and <c>precondition_failed</c>.
    /// </summary>
    [Alias("remove")]
    Task<Outcome<bool>> Remove(string slug, Precondition precondition);

    /// <summary>All categories, as journalled, by slug.</summary>
    [Alias("all")]
    Task<ImmutableArray<Category>> GetAll();
}

/// <summary>What a merchant says of a category.</summary>
/// <param name="Name">By language, at least one.</param>
/// <param name="Parent">The slug of the category it stands in; <c>null</c>: at the top.</param>
/// <param name="Position">Where it stands among its siblings; those with the same by slug.</param>
[GenerateSerializer, Immutable, Alias("commerce.catalog.category-document")]
public sealed record CategoryDocument(NamedTexts Name, string? Parent, int Position);

/// <param name="Slug">Names it in addresses and in products.</param>
/// <param name="Version">Rises whenever it is written.</param>
[GenerateSerializer, Immutable, Alias("commerce.catalog.category")]
public sealed record Category(string Slug, CategoryDocument Document, long Version);

[GenerateSerializer, Immutable, Alias("commerce.catalog.category-written")]
public sealed record CategoryWritten(Category Category, bool IsNew);
