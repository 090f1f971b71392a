using System.Collections.Immutable;
using Commerce.Inventory;

namespace Commerce.Catalog;

public static class CatalogRejections
{
    public static Rejection NotFound { get; } =
        new("not_found", RejectionKind.NotFound, "There is no such product.");

    public static Rejection TooLarge { get; } =
        new("product_too_large", RejectionKind.Invalid, "The product's document is too large.");

    public static Rejection ImportFinished { get; } =
        new("import_finished", RejectionKind.Conflict, "The import has come to its end.");

    /// <param name="column">As the header has it; empty where there is no header.</param>
    public static Rejection UnknownColumn(string column) =>
        new(
            "unknown_column",
            RejectionKind.Invalid,
            column.Length == 0 ? "The table has no header." : "The table has an unknown column."
        )
        {
            Data = [new(Pointer: null, "column", column)],
        };

    public static Rejection ImportNameTooLong { get; } =
        new("invalid_name", RejectionKind.Invalid, "The import's name is too long.");

    public static Rejection NoSuchCategory { get; } =
        new("not_found", RejectionKind.NotFound, "There is no such category.");

    public static Rejection TooManyCategories { get; } =
        new("too_many_categories", RejectionKind.Conflict, "A shop has at most 2,000 categories.");

    public static Rejection CategoryHasChildren { get; } =
        new("category_has_children", RejectionKind.Conflict, "Other categories stand in it.");

    /// <summary>Says where the flaws are, and of which kind each is.</summary>
    public static Rejection InvalidCategory(ImmutableArray<RejectionDatum> flaws) =>
        new("invalid_category", RejectionKind.Invalid, "The category is not as we take it.")
        {
            Data = flaws,
        };

    /// <summary>Says where the flaws are, and of which kind each is.</summary>
    public static Rejection Invalid(ImmutableArray<RejectionDatum> flaws) =>
        new("invalid_product", RejectionKind.Invalid, "The product is not as we take it.")
        {
            Data = flaws,
        };

    public static Rejection KeyTaken(string owner) =>
        new("key_taken", RejectionKind.Conflict, "Another product has this key.", owner);

    public static Rejection SlugTaken(string owner) =>
        new("slug_taken", RejectionKind.Conflict, "Another product has this slug.", owner)
        {
            Data = [new("/slug", "product", owner)],
        };

    /// <param name="index">Which of the variants has it.</param>
    public static Rejection SkuTaken(string owner, Sku sku, int index) =>
        new("sku_taken", RejectionKind.Conflict, $"Another product has the SKU {sku}.", owner)
        {
            Data = [new($"/variants/{index}/sku", "product", owner)],
        };
}
