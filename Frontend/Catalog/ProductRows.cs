using System.Text.Json;
using Commerce.Imports;
using Commerce.Inventory;
using Commerce.Operators;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Orleans.Core.Internal;

namespace Commerce.Catalog;

/// <summary>The rows of a file of products: each a product and its stock.</summary>
internal sealed class ProductRows(
    IGrainFactory grains,
    MerchantCatalog catalog,
    TimeProvider time,
    IOptions<JsonOptions> json
) : IImportRows
{
    private const long StockMax = 100_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly JsonSerializerOptions _json = json.Value.SerializerOptions;

    public ImportRow? Read(ImportId import, Operator by, RawLine line) =>
        RowText.Read<ProductRow>(line, _json, product => Check(import, line.Number, product));

    private ImportRow Check(ImportId import, long line, ProductRow product)
    {
        var document = product.ToDocument();
        if (!document.IsAccepted)
            return ImportRow.Refused(Say(line, product.Key, document.Rejection));
        if (StockOutOfRange(product) is { } pointer)
            return ImportRow.Refused(OutOfRange(line, product.Key, pointer));

        var row = new Row($"{import}/{line}", line, product, document.Value);
        return new(ValuesOf(product), cancellation => Take(row, cancellation));
    }

    private static string[] ValuesOf(ProductRow product) =>
        [
            $"{CatalogClaims.ProductKey}/{product.Key}",
            $"{CatalogClaims.Slug}/{product.Slug}",
            .. product.Variants.Select(each => $"{CatalogClaims.Sku}/{each.Sku}"),
        ];

    private static string? StockOutOfRange(ProductRow product)
    {
        for (var i = 0; i < product.Variants.Count; i++)
        {
            if (product.Variants[i].Stock is < 0 or > StockMax)
                return $"/variants/{i}/stock";
        }

        return null;
    }

    private async Task<RowResult> Take(Row row, CancellationToken cancellation)
    {
        var product = row.Product;
        var written = await Insist(
            () =>
                catalog.PutByKey(
                    product.Key,
                    row.Document,
                    product.Published,
                    default,
                    operation: row.Name
                ),
            cancellation
        );
        if (!written.IsAccepted)
            return new(default, Say(row.Line, product.Key, written.Rejection));

        await Retire(grains.Product(written.Value.Product.Id));
        var counts = product.Variants.Where(each => each.Stock is not null);
        var counted = await Task.WhenAll(
            counts.Select(each =>
                Insist(() => Count(row, each.Sku, each.Stock!.Value), cancellation)
            )
        );
        return counted.FirstOrDefault(each => !each.IsAccepted) is { Rejection: { } rejection }
            ? new(default, Say(row.Line, product.Key, rejection))
            : new(written.Value.Change, Failed: null);
    }

    private async Task<Outcome<Movement>> Count(Row row, Sku sku, long found)
    {
        var key = new MovementKey(
            $"{row.Name}/{sku}",
            $"{found}",
            new(time.GetUtcNow() + Patience)
        );
        var stock = grains.Stock(sku);
        var counted = await stock.Count(key, found, from: null, "import");
        await Retire(stock);
        return counted;
    }

    /// <summary>Lets a grain go: of a large file nobody wants every product in memory.</summary>
    private static ValueTask Retire(IAddressable grain) =>
        grain.AsReference<IGrainManagementExtension>().DeactivateOnIdle();

    private Task<Outcome<T>> Insist<T>(
        Func<Task<Outcome<T>>> ask,
        CancellationToken cancellation
    ) =>
        Patiently.Ask(
            ask,
            answer => answer.Rejection is not { Kind: RejectionKind.Unavailable },
            time,
            cancellation
        );

    /// <summary>A refusal in the terms of a row, by the first of its flaws.</summary>
    private static FailedRow Say(long line, MerchantKey key, Rejection rejection)
    {
        var flaw = rejection.Data.IsDefaultOrEmpty ? null : rejection.Data[0];
        var detail = flaw is { Name: "code" }
            ? $"{rejection.Detail} ({flaw.Text})"
            : rejection.Detail;
        return new(line, key.Value, rejection.Code, detail, flaw?.Pointer);
    }

    private static FailedRow OutOfRange(long line, MerchantKey key, string pointer)
    {
        var rejection = StockRejections.QuantityOutOfRange;
        return new(line, key.Value, rejection.Code, rejection.Detail, pointer);
    }

    /// <param name="Name">Of the request that the row is, for whoever asks again.</param>
    private sealed record Row(string Name, long Line, ProductRow Product, ProductDocument Document);
}
