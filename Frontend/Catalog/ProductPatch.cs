using System.Text.Json;
using Commerce.Http;
using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>A change of some members of a product: RFC 7396, JSON Merge Patch.</summary>
internal static class ProductPatch
{
    /// <summary>
    /// The product with the patch of the request's body applied; read as strictly as if the whole
    /// of it had been sent.
    /// </summary>
    /// <exception cref="BadHttpRequestException">The body or what it makes is not well formed.
    /// </exception>
    public static async Task<Outcome<ProductChanges>> Apply(
        CatalogProduct product,
        HttpContext http,
        JsonSerializerOptions json
    )
    {
        if (http.Request.ContentType?.Split(';')[0].Trim() is not MergePatch.MediaType)
            throw new BadHttpRequestException("", StatusCodes.Status415UnsupportedMediaType);

        var patch = await MergePatch.Read(http, json);
        try
        {
            var whole = JsonSerializer.SerializeToNode(ProductBody.From(product), json)!;
            foreach (var told in (string[])["id", "key", "version"])
            {
                whole.AsObject().Remove(told);
            }

            var request = MergePatch
                .Merge(whole, patch)!
                .Deserialize<ProductRequest<VariantRequest>>(json)!;
            var document = request.ToDocument();
            return document.IsAccepted
                ? new ProductChanges(document.Value, request.Published)
                : document.Rejection;
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("", StatusCodes.Status400BadRequest, e);
        }
    }
}

/// <param name="IsPublished"><c>null</c> leaves it as it is.</param>
internal sealed record ProductChanges(ProductDocument Document, bool? IsPublished);

/// <summary>New prices of some or all SKUs of a product; the others keep theirs.</summary>
internal sealed record PricesRequest(IReadOnlyList<SkuPrices> Variants)
{
    /// <summary>
    /// The product with these prices. Rejected with <c>invalid_product</c> where it has no such
    /// SKU, or the prices are not as we take them.
    /// </summary>
    public Outcome<ProductChanges> In(CatalogProduct product)
    {
        var document = product.Document;
        for (var i = 0; i < Variants.Count; i++)
        {
            var index = document.Variants.ToList().FindIndex(each => each.Sku == Variants[i]?.Sku);
            if (index < 0)
                return CatalogRejections.Invalid([new($"/variants/{i}/sku", "code", "unknown")]);

            var changed = document.Variants[index] with { Prices = [.. Variants[i].Prices] };
            document = document with { Variants = document.Variants.SetItem(index, changed) };
        }

        return ProductRules.Check(document) is { } flawed
            ? flawed
            : new ProductChanges(document, IsPublished: null);
    }
}

internal sealed record SkuPrices(Sku Sku, IReadOnlyList<Price> Prices);
