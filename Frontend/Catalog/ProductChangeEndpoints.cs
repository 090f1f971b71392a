using Commerce.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;

namespace Commerce.Catalog;

/// <summary>What operators do to products beside writing them whole.</summary>
internal static class ProductChangeEndpoints
{
    private const string Read = "catalog:read";
    private const string Write = "catalog:write";

    public static void MapProductChanges(this IEndpointRouteBuilder products)
    {
        products
            .MapGet("", List)
            .RequireScope(Read)
            .Means("listProductsAsOperator", "Every product, the newest first, drafts too.")
            .Answers<PageBody<OperatorsProduct>>(200)
            .AnswersOnly(304);
        products
            .MapGet("/export", Export)
            .RequireScope(Read)
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .Means("exportProducts", "Every product, as rows that an import takes.")
            .Produces<ProductRow>(200, "application/x-ndjson");
        products
            .MapPatch("/{id}", Patch)
            .RequireScope(Write)
            .Means("changeProduct", "Changes some members of a product.")
            .Accepts<ProductRequest<VariantRequest>>("application/merge-patch+json")
            .Answers<ProductBody>(200)
            .RequiresIfMatch()
            .Refuses(404, "not_found")
            .RefusesDocument();
        products
            .MapPut("/{id}/prices", PutPrices)
            .RequireScope(Write)
            .Means("putPrices", "Sets the prices of some SKUs of a product.")
            .Answers<ProductBody>(200)
            .RequiresIfMatch()
            .Refuses(404, "not_found")
            .RefusesDocument();
        products
            .MapDelete("/{id}", Delete)
            .RequireScope(Write)
            .Means("removeProduct", "Takes a product out of the catalogue for good.")
            .AnswersOnly(204)
            .RequiresIfMatch()
            .Refuses(404, "not_found");
    }

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
            return ProductEndpoints.PreconditionRequired;

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
            return ProductEndpoints.PreconditionRequired;
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
        return written.Match(ProductEndpoints.Answer);
    }
}
