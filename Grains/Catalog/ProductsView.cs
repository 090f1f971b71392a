using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Commerce.EventSourcing;

namespace Commerce.Catalog;

/// <summary>
/// What shoppers leaf through: the published products, newest first, as a whole, by category and by
/// attribute, by the words of their names; and for operators every product, drafts too.
/// </summary>
public sealed class ProductsView()
    : ListView<ProductEvent, ProductRow>(
        "products",
        3,
        "product",
        ProductRowJson.Default.ProductRow
    )
{
    /// <summary>A longer text, an address or a description, is nothing to choose by.</summary>
    public const int ListedLengthMax = 64;

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
                e.Document.Attributes,
                e.Document.Media,
                e.IsPublished,
                e.Document.Variants,
                e.Document.VisibleFrom,
                e.Document.VisibleTo,
                recorded.Version
            ),
            ProductEvent.Removed => null,
            ProductEvent.Published => row! with { Published = true },
            ProductEvent.Unpublished => row! with { Published = false },
            _ => row,
        };
        return next is null ? null : next with { Version = recorded.Version };
    }

    public override IEnumerable<Listing> ListsOf(ProductRow row)
    {
        // Ids sort by birth behind the region that they name.
        var born = row.Id.Value[^UlidLength..];
        var every = new Listing("every", born);
        if (!row.Published)
        {
            return [every];
        }

        var words = row
            .Name.SelectMany(name => NameWords.Of(name.Text))
            .Distinct(StringComparer.Ordinal)
            .Take(WordsMax);
        return
        [
            every,
            Place("all"),
            .. row.Categories.Select(one => Place($"in/{one}")),
            .. row.Attributes.Where(IsListed).Select(one => Place($"with/{one.Name}={one.Text}")),
            .. words.Select(word => Place($"word/{word}")),
        ];

        Listing Place(string list) => new(list, born, row.VisibleFrom, row.VisibleTo);
    }

    private static bool IsListed(NamedText attribute) => attribute.Text.Length <= ListedLengthMax;
}

/// <summary>A product in a list: what a shopper chooses by.</summary>
public sealed record ProductRow(
    ProductId Id,
    MerchantKey Key,
    string Slug,
    NamedTexts Name,
    ImmutableArray<string> Categories,
    NamedTexts Attributes,
    ImmutableArray<MediaItem> Media,
    bool Published,
    ImmutableArray<ProductVariant> Variants,
    DateTimeOffset? VisibleFrom,
    DateTimeOffset? VisibleTo,
    long Version
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ProductRow))]
internal sealed partial class ProductRowJson : JsonSerializerContext;
