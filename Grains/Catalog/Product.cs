using System.Collections.Immutable;
using System.Diagnostics;
using Commerce.EventSourcing;
using Commerce.Inventory;
using static Commerce.Catalog.ProductEvent;

namespace Commerce.Catalog;

/// <summary>A product: its document, and whether shoppers see it.</summary>
/// <param name="Books">
/// Its prices, the newest first: those of now, and those of whose time one may still be asked.
/// </param>
/// <param name="Revision">How many events made it.</param>
/// <param name="Operation">What wrote it last, if that has a name.</param>
/// <param name="Change">What that did.</param>
public sealed record Product(
    MerchantKey Key,
    ProductDocument? Document,
    bool IsPublished,
    ImmutableArray<PriceBook> Books,
    long Revision,
    string? Operation,
    ProductChange Change
) : IAggregate<Product, ProductEvent>
{
    public static Product Initial { get; } =
        new(default, Document: null, IsPublished: false, [], 0, Operation: null, default);

    /// <summary>
    /// How long prices are kept: a reduction of up to 30 days ago looks 30 days further back.
    /// </summary>
    private static readonly TimeSpan BookMemory = PriceTimeline.Comparison * 2;

    private const int BooksMax = 50;

    /// <summary>Which values a request needs to claim, and which it gives up.</summary>
    public Decision<ProductClaims, ProductEvent> Plan(
        ProductPut put,
        Deadline notAfter,
        DateTimeOffset now
    )
    {
        if (notAfter.HasPassed(now))
            return Rejections.TooLate;
        if (!Meets(put.Precondition))
            return Document is null && put.Key is null
                ? CatalogRejections.NotFound
                : Rejections.Stale;
        if (Document is null && put.Key is null)
            return CatalogRejections.NotFound;
        if (ProductRules.Check(put.Document) is { } flawed)
            return flawed;

        return ClaimsFor(put);
    }

    /// <summary>Writes the document, for which the values have been claimed.</summary>
    public Decision<ProductChange, ProductEvent> Write(
        ProductPut put,
        ProductClaims claimed,
        Deadline notAfter,
        DateTimeOffset now
    )
    {
        var planned = Plan(put, notAfter, now).Reply;
        if (!planned.IsAccepted)
            return planned.Rejection;
        if (!claimed.Covers(planned.Value))
            return Rejections.Overloaded;

        var key = put.Key ?? Key;
        var isPublished = put.IsPublished ?? IsPublished;
        if (Key == key && IsPublished == isPublished && IsSame(put.Document))
            return put.Operation is not null && put.Operation == Operation
                ? Change
                : ProductChange.Unchanged;

        var written = new Written(key, put.Document, isPublished, put.Operation);
        return (Evolve(written, now).Change, written);
    }

    public Decision<bool, ProductEvent> Publish(bool published, Precondition precondition)
    {
        if (Document is null)
            return CatalogRejections.NotFound;
        if (!Meets(precondition))
            return Rejections.Stale;
        if (IsPublished == published)
            return published;

        return (published, published ? new Published() : new Unpublished());
    }

    /// <summary>What it gives up when it is removed.</summary>
    public Decision<ProductClaims, ProductEvent> PlanRemoval(Precondition precondition) =>
        Document is null ? CatalogRejections.NotFound
        : Meets(precondition) ? new ProductClaims([], ClaimsOf(Key, Document))
        : Rejections.Stale;

    /// <summary>Removes it, where what it gives up is what was planned.</summary>
    public Decision<bool, ProductEvent> Remove(
        Precondition precondition,
        ProductClaims planned,
        Deadline notAfter,
        DateTimeOffset now
    )
    {
        if (notAfter.HasPassed(now))
            return Rejections.TooLate;

        var reply = PlanRemoval(precondition).Reply;
        if (!reply.IsAccepted)
            return reply.Rejection;

        return planned.Covers(reply.Value) ? (true, new Removed()) : Rejections.Overloaded;
    }

    public bool Owns(string kind, string value) =>
        Document is not null && ClaimsOf(Key, Document).Contains(new(kind, value));

    public Offer? Offer(ProductId id, Sku sku, Currency currency, DateTimeOffset now)
    {
        if (Document is null || !IsPublished || !Document.IsVisibleAt(now))
            return null;
        if (Document.Variants.FirstOrDefault(each => each.Sku == sku) is not { } variant)
            return null;

        return variant.Prices.At(currency, now) is { } price
            ? new(id, sku, NameOf(variant), price.Money, Shelves)
            : null;
    }

    private string? Shelves =>
        Document is { Categories: { IsEmpty: false } slugs } ? string.Join(' ', slugs) : null;

    public Product Evolve(ProductEvent happened, DateTimeOffset at)
    {
        var next = this with { Revision = Revision + 1 };
        return happened switch
        {
            Written e => next with
            {
                Key = e.Key,
                Document = e.Document,
                Books = BooksWith(e.Document, at),
                IsPublished = e.IsPublished,
                Operation = e.Operation,
                Change = Document is null ? ProductChange.Created : ProductChange.Changed,
            },
            Published => next with { IsPublished = true },
            Unpublished => next with { IsPublished = false },
            Removed => Initial with { Revision = next.Revision },
            _ => throw new UnreachableException($"No such product event: {happened}"),
        };
    }

    private ImmutableArray<PriceBook> BooksWith(ProductDocument document, DateTimeOffset at)
    {
        if (Books is [var newest, ..] && HasPricesOf(document))
            return [newest with { Variants = document.Variants }, .. Books.Skip(1)];

        // The oldest that is kept is the one in force when the memory begins.
        var younger = Books.TakeWhile(book => book.Since > at - BookMemory).ToList();
        var kept = Books.Take(int.Min(younger.Count + 1, BooksMax - 1));
        return [new(document.Variants, at), .. kept];
    }

    private bool HasPricesOf(ProductDocument document) =>
        Document!.Variants.Length == document.Variants.Length
        && Document
            .Variants.Zip(document.Variants)
            .All(pair =>
                pair.First.Sku == pair.Second.Sku
                && pair.First.Prices.AsSpan().SequenceEqual(pair.Second.Prices.AsSpan())
            );

    private bool Meets(Precondition precondition) =>
        (precondition.Version ?? Revision) == Revision
        && (precondition.Exists ?? Document is not null) == Document is not null;

    private ProductClaims ClaimsFor(ProductPut put)
    {
        var owned = Document is null ? [] : ClaimsOf(Key, Document);
        var wanted = ClaimsOf(put.Key ?? Key, put.Document);
        return new([.. wanted.Except(owned)], [.. owned.Except(wanted)]);
    }

    private static ImmutableArray<ProductClaim> ClaimsOf(
        MerchantKey key,
        ProductDocument document
    ) =>
        [
            new(CatalogClaims.ProductKey, key.Value),
            new(CatalogClaims.Slug, document.Slug),
            .. document.Variants.Select(each => new ProductClaim(
                CatalogClaims.Sku,
                each.Sku.Value
            )),
        ];

    private bool IsSame(ProductDocument document) =>
        Document is not null
        && ProductEventJson
            .Bytes(Document)
            .AsSpan()
            .SequenceEqual(ProductEventJson.Bytes(document));

    private string NameOf(ProductVariant variant) =>
        Document!.Variants.Length == 1 || variant.Options.Count == 0
            ? Document.DisplayName
            : $"{Document.DisplayName} ({string.Join(", ", variant.Options.Select(o => o.Text))})";
}
