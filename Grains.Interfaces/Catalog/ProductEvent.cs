using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Commerce.Catalog;

/// <summary>
/// What happened to a product. These are stored for ever: add a case or a member, and never rename,
/// reorder or reuse one.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Written), "product.written")]
[JsonDerivedType(typeof(Published), "product.published")]
[JsonDerivedType(typeof(Unpublished), "product.unpublished")]
[JsonDerivedType(typeof(Removed), "product.removed")]
public abstract record ProductEvent : IDomainEvent<ProductEvent>
{
    private ProductEvent() { }

    static JsonTypeInfo<ProductEvent> IDomainEvent<ProductEvent>.Json =>
        ProductEventJson.Default.ProductEvent;

    /// <summary>The product is as the document says from now on, and shown or hidden.</summary>
    /// <param name="Operation">What asked for it and may ask again: a row of an import.</param>
    public sealed record Written(
        MerchantKey Key,
        ProductDocument Document,
        bool IsPublished,
        string? Operation = null
    ) : ProductEvent;

    public sealed record Published : ProductEvent;

    public sealed record Unpublished : ProductEvent;

    /// <summary>It is no product any more; its key, slug and SKUs are given up.</summary>
    public sealed record Removed : ProductEvent;
}
