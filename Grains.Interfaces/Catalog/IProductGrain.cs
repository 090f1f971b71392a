using System.Collections.Immutable;
using Commerce.Claims;
using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>One product of the catalogue.</summary>
[Alias("commerce.catalog.product")]
public interface IProductGrain : IClaimant
{
    /// <summary>
    /// Creates or replaces the product. The same document again changes nothing. Rejected with
    /// <c>invalid_product</c>, <c>precondition_failed</c>, and with <c>slug_taken</c>,
    /// <c>sku_taken</c> or <c>key_taken</c> where another product has one of them.
    /// </summary>
    [Alias("put")]
    Task<Outcome<ProductWritten>> Put(ProductPut put, Deadline notAfter);

    /// <summary>
    /// Shows the product to shoppers, or hides it. Rejected with <c>not_found</c> before it is
    /// written, and with <c>precondition_failed</c>.
    /// </summary>
    [Alias("publish")]
    Task<Outcome<CatalogProduct>> Publish(bool published, Precondition precondition);

    /// <summary>
    /// Takes the product out of the catalogue for good: its key, slug and SKUs may be another's.
    /// Rejected with <c>not_found</c> and <c>precondition_failed</c>.
    /// </summary>
    [Alias("remove")]
    Task<Outcome<bool>> Remove(Precondition precondition, Deadline notAfter);

    /// <summary>The product as journalled; <c>null</c> before it is written.</summary>
    [Alias("product")]
    Task<CatalogProduct?> GetProduct();

    /// <summary>
    /// What a SKU of it costs; <c>null</c> if it is not published, not sold under that SKU, or not
    /// in that currency.
    /// </summary>
    [Alias("offer")]
    Task<Offer?> GetOffer(Sku sku, Currency currency);
}

/// <summary>A request to create or replace a product.</summary>
/// <param name="Key">The merchant's; <c>null</c> keeps that of a product already written.</param>
/// <param name="IsPublished"><c>null</c> leaves it as it is; a new product is a draft.</param>
/// <param name="Operation">
/// Names the request for whoever may have to ask again and wants to hear then what it did: a row of
/// an import. Only the newest is remembered.
/// </param>
[GenerateSerializer, Immutable, Alias("commerce.catalog.product-put")]
public sealed record ProductPut(
    MerchantKey? Key,
    ProductDocument Document,
    bool? IsPublished = null,
    Precondition Precondition = default,
    string? Operation = null
);

/// <summary>What must be so for a request to be carried out; <c>null</c> is ignored.</summary>
[GenerateSerializer, Immutable, Alias("commerce.catalog.precondition")]
public readonly record struct Precondition(long? Version = null, bool? Exists = null)
{
    /// <summary>Whether it can only be met by a product that is there.</summary>
    public bool NeedsProduct => Version is not null || Exists is true;
}

/// <summary>What a request has done, and the product after it.</summary>
[GenerateSerializer, Immutable, Alias("commerce.catalog.product-written")]
public sealed record ProductWritten(ProductChange Change, CatalogProduct Product);

[GenerateSerializer, Alias("commerce.catalog.product-change")]
public enum ProductChange
{
    Created = 1,
    Changed = 2,
    Unchanged = 3,
}

/// <summary>A product as it is. The same object until it changes: its page may keep.</summary>
/// <param name="Books">
/// Its prices, the newest first, back to those that held 60 days before the last were written.
/// </param>
[GenerateSerializer, Immutable, Alias("commerce.catalog.catalog-product")]
public sealed record CatalogProduct(
    ProductId Id,
    MerchantKey Key,
    ProductDocument Document,
    bool IsPublished,
    ImmutableArray<PriceBook> Books,
    long Version
)
{
    public bool IsShownAt(DateTimeOffset moment) => IsPublished && Document.IsVisibleAt(moment);
}

/// <summary>What one SKU costs today.</summary>
/// <param name="Name">
/// The product's English (else first) name, with the variant's options where it has several.
/// </param>
/// <param name="Categories">
/// The slugs of the categories that the product stands in, divided by spaces.
/// </param>
[GenerateSerializer, Immutable, Alias("commerce.catalog.offer")]
public sealed record Offer(
    ProductId Product,
    Sku Sku,
    string Name,
    Money Price,
    string? Categories = null
);
