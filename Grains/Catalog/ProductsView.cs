using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Commerce.EventSourcing;

namespace Commerce.Catalog;

/// <summary>
/// What shoppers leaf through: the published products, newest first, as a whole, by category and by
/// attribute; and for operators every product, drafts too.
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

        return
        [
            every,
            Place("all"),
            .. row.Categories.Select(one => Place($"in/{one}")),
            .. row.Attributes.Where(IsListed).Select(one => Place($"with/{one.Name}={one.Text}")),
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
