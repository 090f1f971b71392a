using System.Text.Json;
using Commerce.Inventory;
using Commerce.Views;
using Orleans.Core.Internal;

namespace Commerce.Catalog;

/// <summary>
/// All products, drafts too, the newest first, as rows that an import takes: it changes nothing
/// where nothing has changed. Read page by page, so that memory stays flat however many there are.
/// </summary>
/// <param name="grains">Where the products are.</param>
/// <param name="withStock">Whether to tell the units on hand, which an import would count.</param>
/// <param name="json">How rows are written.</param>
internal sealed class ProductExport(
    IGrainFactory grains,
    bool withStock,
    JsonSerializerOptions json
) : IResult
{
    private const int PageSize = 200;
    private static readonly byte[] LineEnd = [(byte)'\n'];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, cancellation) = (httpContext.Response, httpContext.RequestAborted);
        var page = await Page(after: null);
        if (!page.IsAccepted)
        {
            await page.Rejection.ToProblem().ExecuteAsync(httpContext);
            return;
        }

        response.ContentType = "application/x-ndjson";
        response.Headers.ContentDisposition = "attachment; filename=\"products.ndjson\"";
        while (true)
        {
            foreach (var row in await Rows(page.Value))
            {
                var line = JsonSerializer.SerializeToUtf8Bytes(row, json);
                await response.Body.WriteAsync(line, cancellation);
                await response.Body.WriteAsync(LineEnd, cancellation);
            }

            if (page.Value.Next is not { } next)
                return;

            page = await Page(next);
            if (!page.IsAccepted)
            {
                // It is too late to say so in any other way than by not coming to an end.
                httpContext.Abort();
                return;
            }
        }
    }

    private Task<Outcome<RowPage>> Page(string? after) =>
        grains.View("products").GetPage("every", PageSize, after);

    private async Task<IReadOnlyList<ProductRow>> Rows(RowPage page)
    {
        var products = await Task.WhenAll(page.Rows.Select(row => Product(IdOf(row))));
        var written = products.OfType<CatalogProduct>().ToList();
        var stocks = withStock ? await Stocks(written) : [];
        return [.. written.Select(product => RowOf(product, stocks))];
    }

    /// <summary>It may be gone since it was listed. Nobody wants all of them in memory.</summary>
    private async Task<CatalogProduct?> Product(ProductId id)
    {
        var grain = grains.Product(id);
        var product = await grain.GetProduct();
        await grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        return product;
    }

    /// <summary>From the list of all stock: no SKU's grain is woken for it.</summary>
    private async Task<Dictionary<Sku, long>> Stocks(List<CatalogProduct> products)
    {
        var skus = products
            .SelectMany(each => each.Document.Variants)
            .Select(each => each.Sku.Value);
        var read = await grains.View("stock").GetRows([.. skus]);
        return read.IsAccepted
            ? read
                .Value.Rows.Select(Availability.Row)
                .OfType<StockRow>()
                .ToDictionary(row => row.Sku, row => row.OnHand)
            : throw new JournalUnavailableException(read.Rejection.Detail);
    }

    private static ProductRow RowOf(CatalogProduct product, Dictionary<Sku, long> stocks) =>
        new(
            product.Key,
            product.Document.Slug,
            product.Document.Name,
            [
                .. product.Document.Variants.Select(each => new StockedVariant(
                    each.Sku,
                    each.Prices,
                    each.Options,
                    stocks.TryGetValue(each.Sku, out var units) ? units : null
                )),
            ],
            product.Document.Description,
            product.Document.Categories,
            product.Document.Attributes,
            [.. product.Document.Media.Select(each => new MediaRequest(each.Url, each.Alt))],
            product.IsPublished,
            product.Document.VisibleFrom,
            product.Document.VisibleTo
        );

    private static ProductId IdOf(ReadOnlyMemory<byte> row)
    {
        using var listed = JsonDocument.Parse(row);
        return new(listed.RootElement.GetProperty("id").GetString()!);
    }
}
