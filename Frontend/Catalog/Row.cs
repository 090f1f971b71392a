using System.Text.Json;
using Commerce.Http;
using Commerce.Inventory;

namespace Commerce.Catalog;

/// <summary>A line of an import: a product and its stock, or why it is none.</summary>
internal sealed record Row(
    long Line,
    ProductRow? Product,
    ProductDocument? Document,
    FailedRow? Failed
)
{
    /// <summary>The longest line, in bytes.</summary>
    public const int LengthMax = 64 * 1024;

    private const long StockMax = 100_000_000;

    /// <summary>Reads a line as strictly as a request; <c>null</c> if it is blank.</summary>
    public static Row? Read(RawLine line, JsonSerializerOptions json)
    {
        if (line.IsTooLong)
            return Fail(line.Number, "body_too_large", "The line is longer than 64 KiB.");
        if (line.Text.Span.Trim(" \t\r"u8).IsEmpty)
            return null;

        try
        {
            var product = JsonSerializer.Deserialize<ProductRow>(line.Text.Span, json);
            return product is null
                ? Fail(line.Number, "malformed_request", "The row is null.", pointer: "")
                : Check(line.Number, product);
        }
        catch (CardDataException e)
        {
            return Fail(
                line.Number,
                "card_data_not_accepted",
                "There is a card number in the row.",
                JsonPointer.Of(e.Path)
            );
        }
        catch (JsonException e)
        {
            return Fail(
                line.Number,
                "malformed_request",
                "The row is not the JSON that is taken.",
                JsonPointer.Of(e.Path)
            );
        }
    }

    private static Row Check(long line, ProductRow product)
    {
        var document = product.ToDocument();
        if (!document.IsAccepted)
            return new(line, product, null, Say(line, product.Key, document.Rejection));

        for (var i = 0; i < product.Variants.Count; i++)
        {
            if (product.Variants[i].Stock is < 0 or > StockMax)
                return new(
                    line,
                    product,
                    null,
                    OutOfRange(line, product.Key, $"/variants/{i}/stock")
                );
        }

        return new(line, product, document.Value, Failed: null);
    }

    /// <summary>A refusal in the terms of a row, by the first of its flaws.</summary>
    public static FailedRow Say(long line, MerchantKey key, Rejection rejection)
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

    private static Row Fail(long line, string code, string detail, string? pointer = null) =>
        new(line, Product: null, Document: null, new(line, Key: null, code, detail, pointer));
}
