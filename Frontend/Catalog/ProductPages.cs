using System.Runtime.CompilerServices;
using System.Text.Json;
using Commerce.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.Catalog;

/// <summary>
/// The pages of products, each built once: a product is the same object for as long as it does not
/// change, and its page goes when the product does.
/// </summary>
internal sealed class ProductPages(IOptions<JsonOptions> json)
{
    private readonly ConditionalWeakTable<CatalogProduct, byte[]> _bodies = [];

    public ProductPage Of(CatalogProduct product) =>
        new(_bodies.GetValue(product, Build), RequestHeaders.ETag(product.Version));

    private byte[] Build(CatalogProduct product) =>
        JsonSerializer.SerializeToUtf8Bytes(
            ProductBody.From(product),
            json.Value.SerializerOptions
        );
}

/// <summary>A product that anyone may keep for a while.</summary>
internal sealed class ProductPage(byte[] body, string etag) : IResult
{
    private const string CacheControl = "public, max-age=10, stale-while-revalidate=60";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = CacheControl;
        response.Headers.ETag = etag;
        if (IsKnown(httpContext.Request.Headers.IfNoneMatch))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }

    /// <summary>RFC 9110: any of a list, compared weakly.</summary>
    private bool IsKnown(IEnumerable<string?> ifNoneMatch)
    {
        foreach (var tags in ifNoneMatch)
        {
            foreach (var tag in (tags ?? "").Split(','))
            {
                var known = tag.Trim();
                if (known == etag || known == "*" || known == $"W/{etag}")
                    return true;
            }
        }

        return false;
    }
}
