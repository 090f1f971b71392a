namespace Commerce.Catalog;

public sealed class ProductRulesTests
{
    private static readonly Currency Euro = new("EUR");

    public static TheoryData<string, string> Flaws =>
        new()
        {
            { "/slug", "invalid_slug" },
            { "/name/EN", "invalid_language" },
            { "/name/fr", "too_long" },
            { "/name/it", "empty" },
            { "/description/en", "too_long" },
            { "/categories/0", "invalid_slug" },
            { "/categories/2", "duplicate" },
            { "/attributes/a~1b", "too_long" },
            { "/media/0/url", "invalid_url" },
            { "/variants/0/prices/0/amount", "out_of_range" },
            { "/variants/0/prices/1/currency", "duplicate" },
            { "/variants/1/sku", "duplicate" },
        };

    [Fact]
    public void A_shirt_is_fine() => Assert.Null(ProductRules.Check(Products.Shirt));

    [Theory]
    [MemberData(nameof(Flaws))]
    public void Each_flaw_is_pointed_at(string pointer, string code)
    {
        var variant = new ProductVariant(new("A"), NamedTexts.None, [new(-1, Euro), new(1, Euro)]);
        var document = new ProductDocument(
            "Größe",
            new([new("EN", "x"), new("fr", new('x', 257)), new("it", " ")]),
            new([new("en", new('x', 4_001))]),
            ["A", "b", "b"],
            new([new("a/b", new('x', 1_001))]),
            [new("ftp://elsewhere")],
            [variant, variant]
        );

        var flaws = ProductRules.Check(document)!.Data;

        Assert.Contains(new(pointer, "code", code), flaws);
    }

    [Fact]
    public void A_product_has_1_to_100_variants()
    {
        var many = Enumerable.Range(0, 101).Select(i => $"SKU-{i}").ToArray();

        Assert.Null(ProductRules.Check(Products.Document("s", many[..100])));
        Assert.NotNull(ProductRules.Check(Products.Document("s", many)));
        Assert.NotNull(ProductRules.Check(Products.Document("s")));
    }

    [Fact]
    public void A_document_that_no_event_could_hold_is_too_large()
    {
        var text = new string('ä', 1_000);
        var attributes = Enumerable.Range(0, 12).Select(i => new NamedText($"a{i}", text));
        var document = Products.Shirt with { Attributes = new([.. attributes]) };

        Assert.Equal(CatalogRejections.TooLarge, ProductRules.Check(document));
    }
}
