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

        products
            .MapPut("/key={key}", PutByKey)
            .RequireScope(Write)
            .Means("putProductByKey", "Writes the product of a merchant's key, new or not.")
            .Answers<ProductBody>(201, 200)
            .HonoursIfMatch()
            .Takes("If-None-Match", "*: only where there is no such product yet.")
            .RefusesDocument()
            .Refuses(422, "invalid_key");
        // A key may have slashes in it, encoded or not: one operation, as clients see it.
        products
            .MapPut("/key={key}/{**rest}", PutByKey)
            .RequireScope(Write)
            .ExcludeFromDescription();
        products
            .MapGet("/{id}", Get)
            .RequireScope(Read)
            .Means("getProductAsOperator", "The product as it was written, published or not.")
            .Answers<ProductBody>(200)
            .AnswersOnly(304)
            .Refuses(404, "not_found");
        products
            .MapPut("/{id}", Put)
            .RequireScope(Write)
            .Means("replaceProduct", "Writes a product anew.")
            .Answers<ProductBody>(200)
            .RequiresIfMatch()
            .RefusesDocument()
            .Refuses(404, "not_found");
        products
            .MapPost("/{id}/publish", Publish)
            .RequireScope(Write)
            .Means("publishProduct", "Shows a product to shoppers.")
            .Answers<ProductBody>(200)
            .HonoursIfMatch()
            .Refuses(404, "not_found");
        products
            .MapPost("/{id}/unpublish", Unpublish)
            .RequireScope(Write)
            .Means("unpublishProduct", "Hides a product from shoppers.")
            .Answers<ProductBody>(200)
            .HonoursIfMatch()
            .Refuses(404, "not_found");
        products.MapProductChanges();
    }

    public static RouteHandlerBuilder RefusesDocument(this RouteHandlerBuilder route) =>
        route
            .Refuses(409, "key_taken", "slug_taken", "sku_taken")
            .Refuses(422, "invalid_product", "product_too_large");

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

    public static Answer<ProductBody> Answer(ProductWritten written) =>
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

    public static Problem PreconditionRequired { get; } =
        new(428, "precondition_required", "Say in If-Match which version you want to replace.");
}
