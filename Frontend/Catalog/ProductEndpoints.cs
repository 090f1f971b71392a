using Commerce.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Commerce.Catalog;

/// <summary>Products for operators.</summary>
internal static class ProductEndpoints
{
    private const string Read = "catalog:read";
    private const string Write = "catalog:write";
    private const string KeyIntroduction = "/products/key=";

    public static void MapProducts(this IEndpointRouteBuilder routes)
    {
        var products = routes.MapGroup("/admin/v1/products").WithTags("Catalogue");

        // A key may have slashes in it, encoded or not.
        products.MapPut("/key={key}", PutByKey).RequireScope(Write);
        products.MapPut("/key={key}/{**rest}", PutByKey).RequireScope(Write);
        products.MapGet("/{id}", Get).RequireScope(Read);
        products.MapPut("/{id}", Put).RequireScope(Write);
        products.MapPost("/{id}/publish", Publish).RequireScope(Write);
        products.MapPost("/{id}/unpublish", Unpublish).RequireScope(Write);
    }

    private static async Task<IResult> PutByKey(
        ProductRequest<VariantRequest> request,
        HttpContext http,
        MerchantCatalog catalog
    )
    {
        if (!MerchantKey.TryParse(KeyOf(http), provider: null, out var key))
            return NoSuchKey;

        var document = request.ToDocument();
        if (!document.IsAccepted)
            return document.Rejection.ToProblem();

        var written = await catalog.PutByKey(
            key,
            document.Value,
            request.Published,
            http.Request.Precondition()
        );
        return written.Match(Answer);
    }

    private static async Task<IResult> Put(
        ProductId id,
        ProductRequest<VariantRequest> request,
        HttpRequest http,
        MerchantCatalog catalog
    )
    {
        if (http.Headers.IfMatch.Count == 0)
            return PreconditionRequired;

        var document = request.ToDocument();
        if (!document.IsAccepted)
            return document.Rejection.ToProblem();

        var written = await catalog.Replace(
            id,
            document.Value,
            request.Published,
            http.Precondition()
        );
        return written.Match(Answer);
    }

    private static async Task<IResult> Get(ProductId id, IGrainFactory grains) =>
        await grains.Product(id).GetProduct() is { } product
            ? Answer(product)
            : OutcomeResults.NotFound;

    private static async Task<IResult> Publish(
        ProductId id,
        HttpRequest http,
        IGrainFactory grains
    ) => await Show(grains.Product(id), published: true, http);

    private static async Task<IResult> Unpublish(
        ProductId id,
        HttpRequest http,
        IGrainFactory grains
    ) => await Show(grains.Product(id), published: false, http);

    private static async Task<IResult> Show(IProductGrain product, bool published, HttpRequest http)
    {
        var done = await product.Publish(published, http.Precondition());
        return done.Match(Answer);
    }

    private static Answer<ProductBody> Answer(CatalogProduct product) =>
        new(ProductBody.From(product)) { Version = product.Version };

    private static Answer<ProductBody> Answer(ProductWritten written) =>
        written.Change is ProductChange.Created
            ? new(ProductBody.From(written.Product), StatusCodes.Status201Created)
            {
                Version = written.Product.Version,
                Location = $"/admin/v1/products/{written.Product.Id}",
            }
            : Answer(written.Product);

    /// <summary>The key as it was sent: routing has no word for "the rest, decoded once".</summary>
    private static string KeyOf(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?')[0];
        var start = path.IndexOf(KeyIntroduction, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? "" : Uri.UnescapeDataString(path[(start + KeyIntroduction.Length)..]);
    }

    private static Problem NoSuchKey { get; } =
        new(422, "invalid_key", "A key has 1 to 255 characters, none of them a control character.");

    private static Problem PreconditionRequired { get; } =
        new(428, "precondition_required", "Say in If-Match which version you want to replace.");
}
