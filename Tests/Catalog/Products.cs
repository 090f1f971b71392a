namespace Commerce.Catalog;

/// <summary>Products to try things on.</summary>
internal static class Products
{
    public static ProductDocument Shirt { get; } = Document("shirt", "SHIRT-M", "SHIRT-L");

    public static ProductDocument Document(string slug, params string[] skus) =>
        new(
            slug,
            new([new("de", "Hemd"), new("en", "Shirt")]),
            Description: null,
            ["clothing"],
            NamedTexts.None,
            [],
            [
                .. skus.Select(sku => new ProductVariant(
                    new(sku),
                    new([new("size", sku[^1..])]),
                    [new(1_000, new("EUR")), new(1_600, new("JPY"))]
                )),
            ]
        );

    public static string Json(string slug, string sku, bool published = true) =>
        $$"""
            {"slug":"{{slug}}","name":{"en":"A {{slug}}"},"published":{{(
                published ? "true" : "false"
            )}},
             "variants":[{"sku":"{{sku}}","prices":[{"amount":1000,"currency":"EUR"}]}]}
            """;

    public static string Row(string key, string slug, string sku, long stock) =>
        $$$"""{"key":"{{{key}}}","slug":"{{{slug}}}","name":{"en":"N"},"published":true,"""
        + $$$""""variants":[{"sku":"{{{sku}}}","prices":[{"amount":5,"currency":"EUR"}],""""
        + $$$""""stock":{{{stock}}}}]}"""";
}
