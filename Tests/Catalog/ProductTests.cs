using System.Collections.Immutable;
using Commerce.EventSourcing;
using CsCheck;

namespace Commerce.Catalog;

public sealed class ProductTests
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Deadline Soon = new(Noon.AddSeconds(10));
    private static readonly MerchantKey Key = new("shirts/1");
    private static readonly string[] Skus = ["A", "B", "C"];
    private static readonly ProductId Id = new("prd_eu1_01");

    [Fact]
    public void A_new_product_claims_its_key_its_slug_and_its_skus()
    {
        var plan = Product.Initial.Plan(new(Key, Products.Shirt), Soon, Noon).Reply.Value;

        Assert.Equal(
            "product-key/shirts/1 slug/shirt sku/SHIRT-M sku/SHIRT-L",
            string.Join(' ', plan.Missing.Select(each => $"{each.Kind}/{each.Value}"))
        );
        Assert.Empty(plan.Dropped);
    }

    [Fact]
    public void A_rename_claims_the_new_and_drops_the_old()
    {
        var renamed = Products.Document("blouse", "SHIRT-M");

        var plan = Written().Plan(new(Key, renamed), Soon, Noon).Reply.Value;

        Assert.Equal([new("slug", "blouse")], plan.Missing);
        Assert.Equal([new("slug", "shirt"), new("sku", "SHIRT-L")], plan.Dropped);
    }

    [Fact]
    public void The_same_document_again_is_no_event()
    {
        var again = Products.Document("shirt", "SHIRT-M", "SHIRT-L");

        var decision = Write(Written(), new(Key, again));

        Assert.Equal(ProductChange.Unchanged, decision.Reply.Value);
        Assert.Empty(decision.Events);
    }

    [Fact]
    public void Whoever_asks_again_hears_what_the_first_time_did()
    {
        var put = new ProductPut(Key, Products.Shirt, Operation: "imp_1/7");
        var written = Evolve(Product.Initial, Write(Product.Initial, put));

        var again = Write(written, put);

        Assert.Equal(ProductChange.Created, again.Reply.Value);
        Assert.Empty(again.Events);
    }

    [Fact]
    public void A_write_whose_values_were_not_claimed_is_refused()
    {
        var decision = Product.Initial.Write(new(Key, Products.Shirt), new([], []), Soon, Noon);

        Assert.False(decision.Reply.IsAccepted);
        Assert.Empty(decision.Events);
    }

    [Fact]
    public void A_late_write_is_refused()
    {
        var decision = Product.Initial.Plan(new(Key, Products.Shirt), Soon, Soon.End);

        Assert.Equal(Rejections.TooLate, decision.Reply.Rejection);
    }

    [Theory]
    [InlineData(1L, null, true)]
    [InlineData(2L, null, false)]
    [InlineData(null, true, true)]
    [InlineData(null, false, false)]
    public void A_precondition_is_met_or_the_write_is_refused(long? version, bool? exists, bool met)
    {
        var put = new ProductPut(Key, Products.Shirt, Precondition: new(version, exists));

        var decision = Written().Plan(put, Soon, Noon);

        Assert.Equal(met ? null : Rejections.Stale, decision.Reply.Rejection);
    }

    [Fact]
    public void Only_what_is_published_is_offered()
    {
        var draft = Written();
        var decision = draft.Publish(published: true, default);
        var shown = Evolve(draft, decision);

        Assert.Null(draft.Offer(Id, new("SHIRT-M"), new("EUR"), Noon));
        Assert.Equal(
            new(Id, new("SHIRT-M"), "Shirt (M)", new(1_000, new("EUR")), "clothing"),
            shown.Offer(Id, new("SHIRT-M"), new("EUR"), Noon)
        );
        Assert.Null(shown.Offer(Id, new("SHIRT-M"), new("KWD"), Noon));
        Assert.Null(shown.Offer(Id, new("SHIRT-S"), new("EUR"), Noon));
        Assert.Empty(shown.Publish(published: true, default).Events);
    }

    [Fact]
    public void One_variant_alone_is_called_as_its_product()
    {
        var put = new ProductPut(Key, Products.Document("mug", "MUG-1"), IsPublished: true);
        var mug = Evolve(Product.Initial, Write(Product.Initial, put));

        Assert.Equal("Shirt", mug.Offer(Id, new("MUG-1"), new("JPY"), Noon)?.Name);
    }

    /// <summary>
    /// Whatever is put, shown and hidden: replaying gives the same state, the values that are owned
    /// are those of the document, and a put that is repeated does nothing.
    /// </summary>
    [Fact]
    public void A_product_owns_what_its_document_says() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 7])
            .Array[1, 30]
            .Sample(
                steps =>
                {
                    var (product, history) = (Product.Initial, new List<ProductEvent>());
                    foreach (var (what, slug, skus) in steps)
                    {
                        var put = Put(slug, skus);
                        ImmutableArray<ProductEvent> happened =
                            what < 2
                                ? Write(product, put).Events
                                : product.Publish(skus % 2 == 0, default).Events;
                        product = happened.Aggregate(product, (p, e) => p.Evolve(e, Noon));
                        history.AddRange(happened);
                        Check(product, what < 2 ? put : null);
                    }

                    var replayed = history.Aggregate(
                        Product.Initial,
                        (p, happened) => p.Evolve(happened, Noon)
                    );
                    Assert.Equal(product with { Books = [] }, replayed with { Books = [] });
                    Assert.Equal(product.Books.AsEnumerable(), replayed.Books);
                    Assert.Equal(history.Count, product.Revision);
                },
                iter: Cases.Count
            );

    private static void Check(Product product, ProductPut? put)
    {
        if (put is not null)
        {
            Assert.Empty(Write(product, put).Events);
        }

        foreach (var sku in Skus)
        {
            var listed = product.Document?.Variants.Any(each => each.Sku.Value == sku) ?? false;
            Assert.Equal(listed, product.Owns(CatalogClaims.Sku, sku));
        }
    }

    private static ProductPut Put(int slug, int skus) =>
        new(
            Key,
            Products.Document(
                $"slug-{slug}",
                [.. Skus.Where((_, i) => i == 0 || (skus >> i & 1) == 1)]
            )
        );

    private static Product Written() =>
        Evolve(Product.Initial, Write(Product.Initial, new(Key, Products.Shirt)));

    private static Decision<ProductChange, ProductEvent> Write(Product product, ProductPut put) =>
        product.Write(put, product.Plan(put, Soon, Noon).Reply.Value, Soon, Noon);

    private static Product Evolve<T>(Product product, Decision<T, ProductEvent> decision) =>
        decision.Events.Aggregate(product, (p, happened) => p.Evolve(happened, Noon));
}
