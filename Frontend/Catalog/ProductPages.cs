using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Commerce.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Commerce.Catalog;

/// <summary>
/// The pages of products, each built once for a language and until its prices change: a product is
/// the same object for as long as it does not change, and its pages go when the product does.
/// </summary>
internal sealed class ProductPages(IOptions<JsonOptions> json)
{
    private readonly ConditionalWeakTable<
        CatalogProduct,
        ConcurrentDictionary<string, ProductPage>
    > _pages = [];

    /// <summary>The page of a product as it is at a moment.</summary>
    public ProductPage Of(CatalogProduct product, DateTimeOffset at, string? language)
    {
        var pages = _pages.GetOrCreateValue(product);
        var phase = product.Document.Phase(at);
        return pages.TryGetValue(language ?? "", out var page) && page.Phase == phase
            ? page
            : pages[language ?? ""] = Build(product, at, language);
    }

    /// <summary>The same, of a moment that hardly anyone else asks about.</summary>
    public ProductPage Build(CatalogProduct product, DateTimeOffset at, string? language)
    {
        var phase = product.Document.Phase(at);
        var etag = RequestHeaders.ETag(product.Version, phase == 0 ? null : phase);
        return new(
            JsonSerializer.SerializeToUtf8Bytes(
                ShopProduct.From(product, at, language),
                json.Value.SerializerOptions
            ),
            language is null ? etag : $"{etag[..^1]}-{language}\""
        )
        {
            Phase = phase,
            Language = language,
        };
    }
}

/// <summary>A product that anyone may keep for a while.</summary>
internal sealed class ProductPage(byte[] body, string etag) : IResult
{
    private const string CacheControl = "public, max-age=10, stale-while-revalidate=60";

    /// <summary>How many of the moments were past at which the product changes by itself.</summary>
    public int Phase { get; init; }

    public string? Language { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = CacheControl;
        response.Headers.ETag = etag;
        response.Headers.Vary = "Accept-Language";
        if (IsKnown(httpContext.Request.Headers.IfNoneMatch))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.Headers.ContentLanguage = Language;
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
