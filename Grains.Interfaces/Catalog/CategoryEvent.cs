using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.Catalog;

/// <summary>
/// What happened to the tree of categories. These are stored for ever: add a case or a member, and
/// never rename, reorder or reuse one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Written), "category.written")]
[JsonDerivedType(typeof(Removed), "category.removed")]
public abstract record CategoryEvent : IDomainEvent<CategoryEvent>
{
    private CategoryEvent() { }

    static JsonTypeInfo<CategoryEvent> IDomainEvent<CategoryEvent>.Json =>
        CategoryEventJson.Default.CategoryEvent;

    public sealed record Written(string Slug, NamedTexts Name, string? Parent, int Position)
        : CategoryEvent;

    public sealed record Removed(string Slug) : CategoryEvent;
}

/// <summary>How the tree's events are stored: tolerantly, apart from the JSON of HTTP.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault
)]
[JsonSerializable(typeof(CategoryEvent))]
public sealed partial class CategoryEventJson : JsonSerializerContext;
