using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Commerce.EventSourcing;

namespace Commerce.Catalog;

/// <summary>
/// What shoppers leaf through: the published products, newest first, as a whole, by category and by
/// the words of their names.
/// </summary>
public sealed class ProductsView()
    : ListView<ProductEvent, ProductRow>(
        "products",
        2,
        "product",
        ProductRowJson.Default.ProductRow
    )
{
    private const int UlidLength = 26;

    /// <summary>Words of all of its names together by which a product is found.</summary>
    private const int WordsMax = 16;

    public override bool IsDescending => true;

    public override ProductRow? Apply(
        ProductRow? row,
        ProductEvent happened,
        RecordedEvent recorded
    )
    {
        var next = happened switch
        {
            ProductEvent.Written e => new(
                new(recorded.Stream["product/".Length..]),
                e.Key,
                e.Document.Slug,
                e.Document.Name,
                e.Document.Categories,
                e.Document.Media,
                e.IsPublished,
                e.Document.Variants,
                recorded.Version
            ),
            ProductEvent.Published => row! with { Published = true },
            ProductEvent.Unpublished => row! with { Published = false },
            _ => row,
        };
        return next is null ? null : next with { Version = recorded.Version };
    }

    public override IEnumerable<Listing> ListsOf(ProductRow row)
    {
        if (!row.Published)
        {
            return [];
        }

        // Ids sort by birth behind the region that they name.
        var born = row.Id.Value[^UlidLength..];
        var words = row
            .Name.SelectMany(name => NameWords.Of(name.Text))
            .Distinct(StringComparer.Ordinal)
            .Take(WordsMax);
        return
        [
            new("all", born),
            .. row.Categories.Select(one => new Listing($"in/{one}", born)),
            .. words.Select(word => new Listing($"word/{word}", born)),
        ];
    }
}

/// <summary>A product in a list: what a shopper chooses by.</summary>
public sealed record ProductRow(
    ProductId Id,
    MerchantKey Key,
    string Slug,
    NamedTexts Name,
    ImmutableArray<string> Categories,
    ImmutableArray<MediaItem> Media,
    bool Published,
    ImmutableArray<ProductVariant> Variants,
    long Version
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ProductRow))]
internal sealed partial class ProductRowJson : JsonSerializerContext;
