using Commerce.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

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
        products.MapGet("", List).RequireScope(Read);
        products.MapGet("/export", Export).RequireScope(Read);
        products.MapPut("/{id}", Put).RequireScope(Write);
        products.MapPatch("/{id}", Patch).RequireScope(Write);
        products.MapPut("/{id}/prices", PutPrices).RequireScope(Write);
        products.MapDelete("/{id}", Delete).RequireScope(Write);
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

    /// <summary>Every product, the newest first, drafts too.</summary>
    private static Task<IResult> List([AsParameters] PageRequest page, IGrainFactory grains) =>
        page.Answer(grains, "products", "every");

    /// <param name="stock">Whether rows tell the units on hand.</param>
    private static ProductExport Export(
        bool? stock,
        IGrainFactory grains,
        IOptions<JsonOptions> json
    ) => new(grains, stock is true, json.Value.SerializerOptions);

    /// <summary>RFC 7396, upon the document as it is.</summary>
    private static async Task<IResult> Patch(
        ProductId id,
        HttpContext http,
        IGrainFactory grains,
        MerchantCatalog catalog,
        IOptions<JsonOptions> json
    ) =>
        await Change(
            id,
            http.Request,
            grains,
            catalog,
            async product => await ProductPatch.Apply(product, http, json.Value.SerializerOptions)
        );

    private static async Task<IResult> PutPrices(
        ProductId id,
        PricesRequest request,
        HttpRequest http,
        IGrainFactory grains,
        MerchantCatalog catalog
    ) => await Change(id, http, grains, catalog, product => Task.FromResult(request.In(product)));

    private static async Task<IResult> Delete(
        ProductId id,
        HttpRequest http,
        MerchantCatalog catalog
    )
    {
        if (http.Headers.IfMatch.Count == 0)
            return PreconditionRequired;

        var removed = await catalog.Remove(id, http.Precondition());
        return removed.Match(_ => Results.NoContent());
    }

    /// <summary>Replaces a product's document by another that is made from it.</summary>
    private static async Task<IResult> Change(
        ProductId id,
        HttpRequest http,
        IGrainFactory grains,
        MerchantCatalog catalog,
        Func<CatalogProduct, Task<Outcome<ProductChanges>>> make
    )
    {
        if (http.Headers.IfMatch.Count == 0)
            return PreconditionRequired;
        if (await grains.Product(id).GetProduct() is not { } product)
            return OutcomeResults.NotFound;

        var made = await make(product);
        if (!made.IsAccepted)
            return made.Rejection.ToProblem();

        // What it was made from must still be there, whatever version the client would take.
        var asked = http.Precondition();
        var precondition = asked with { Version = asked.Version ?? product.Version };
        var (document, published) = made.Value;
        var written = await catalog.Replace(id, document, published, precondition);
        return written.Match(Answer);
    }

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
