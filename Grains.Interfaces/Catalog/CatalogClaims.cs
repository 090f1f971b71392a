namespace Commerce.Catalog;

/// <summary>The kinds of values that only one product may have.</summary>
public static class CatalogClaims
{
    public const string Sku = "sku";
    public const string Slug = "slug";
    public const string ProductKey = "product-key";
}
