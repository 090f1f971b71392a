using System.Collections.Immutable;

namespace Commerce.Catalog;

/// <summary>What may be in a product's document.</summary>
public static class ProductRules
{
    public const int SlugLengthMax = 128;
    public const int NameLengthMax = 256;
    public const int DescriptionLengthMax = 4_000;
    public const int LanguagesMax = 50;
    public const int CategoriesMax = 50;
    public const int AttributesMax = 100;
    public const int AttributeLengthMax = 1_000;
    public const int MediaMax = 50;
    public const int UrlLengthMax = 2_048;
    public const int AltLengthMax = 512;
    public const int VariantsMax = 100;
    public const int OptionsMax = 10;
    public const int OptionLengthMax = 128;
    public const int LabelLengthMax = 64;
    public const int PricesMax = 50;

    /// <summary>The largest document, in bytes as it is stored.</summary>
    public const int SizeMax = 60_000;

    /// <summary>Prices are 0 to this many minor units.</summary>
    public const long PriceMax = 1_000_000_000_000;

    /// <summary>What is wrong with a document, by JSON pointers into it, or <c>null</c>.</summary>
    public static Rejection? Check(ProductDocument document)
    {
        var flaws = ImmutableArray.CreateBuilder<RejectionDatum>();
        Check("/slug", IsSlug(document.Slug), "invalid_slug", flaws);
        CheckName(document.Name, flaws);
        if (document.Description is { } description)
            CheckLocalized("/description", description, DescriptionLengthMax, flaws);
        CheckCategories(document.Categories, flaws);
        CheckTexts("/attributes", document.Attributes, AttributesMax, AttributeLengthMax, flaws);
        CheckMedia(document.Media, flaws);
        CheckVariants(document.Variants, flaws);
        Check("/visibleTo", IsWindow(document.VisibleFrom, document.VisibleTo), "empty", flaws);
        if (flaws.Count > 0)
            return CatalogRejections.Invalid(flaws.ToImmutable());

        return ProductEventJson.Bytes(document).Length > SizeMax
            ? CatalogRejections.TooLarge
            : null;
    }

    /// <summary>What is wrong with the name of a product or a category.</summary>
    public static void CheckName(NamedTexts name, ImmutableArray<RejectionDatum>.Builder flaws)
    {
        Check("/name", name.Count > 0, "empty", flaws);
        CheckLocalized("/name", name, NameLengthMax, flaws);
    }

    public static bool IsSlug(string text) =>
        text.Length is > 0 and <= SlugLengthMax
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-');

    private static void CheckLocalized(
        string member,
        NamedTexts texts,
        int lengthMax,
        ImmutableArray<RejectionDatum>.Builder flaws
    )
    {
        Check(member, texts.Count <= LanguagesMax, "count_out_of_range", flaws);
        foreach (var (language, text) in texts)
        {
            var pointer = Point(member, language);
            Check(pointer, IsLanguage(language), "invalid_language", flaws);
            Check(pointer, !string.IsNullOrWhiteSpace(text), "empty", flaws);
            Check(pointer, Fits(text, lengthMax), "too_long", flaws);
        }
    }

    private static void CheckCategories(
        ImmutableArray<string> categories,
        ImmutableArray<RejectionDatum>.Builder flaws
    )
    {
        Check("/categories", categories.Length <= CategoriesMax, "count_out_of_range", flaws);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < categories.Length; i++)
        {
            Check($"/categories/{i}", IsSlug(categories[i]), "invalid_slug", flaws);
            Check($"/categories/{i}", seen.Add(categories[i]), "duplicate", flaws);
        }
    }

    private static void CheckMedia(
        ImmutableArray<MediaItem> media,
        ImmutableArray<RejectionDatum>.Builder flaws
    )
    {
        Check("/media", media.Length <= MediaMax, "count_out_of_range", flaws);
        for (var i = 0; i < media.Length; i++)
        {
            Check($"/media/{i}/url", IsUrl(media[i].Url), "invalid_url", flaws);
            Check($"/media/{i}/alt", Fits(media[i].Alt, AltLengthMax), "too_long", flaws);
        }
    }

    private static void CheckVariants(
        ImmutableArray<ProductVariant> variants,
        ImmutableArray<RejectionDatum>.Builder flaws
    )
    {
        Check("/variants", variants.Length is > 0 and <= VariantsMax, "count_out_of_range", flaws);
        var skus = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < variants.Length; i++)
        {
            var pointer = $"/variants/{i}";
            Check($"{pointer}/sku", skus.Add(variants[i].Sku.Value), "duplicate", flaws);
            CheckTexts(
                $"{pointer}/options",
                variants[i].Options,
                OptionsMax,
                OptionLengthMax,
                flaws
            );
            CheckPrices($"{pointer}/prices", variants[i].Prices, flaws);
        }
    }

    private static void CheckPrices(
        string pointer,
        ImmutableArray<Price> prices,
        ImmutableArray<RejectionDatum>.Builder flaws
    )
    {
        Check(pointer, prices.Length <= PricesMax, "count_out_of_range", flaws);
        for (var i = 0; i < prices.Length; i++)
        {
            var price = prices[i];
            var others = prices.Take(i).Where(other => other.Currency == price.Currency);
            Check(
                $"{pointer}/{i}/amount",
                price.Amount is >= 0 and <= PriceMax,
                "out_of_range",
                flaws
            );
            Check(
                $"{pointer}/{i}/validTo",
                IsWindow(price.ValidFrom, price.ValidTo),
                "empty",
                flaws
            );
            if (price.IsDated)
                Check($"{pointer}/{i}", !others.Any(Overlaps), "overlaps", flaws);
            else
                Check($"{pointer}/{i}/currency", others.All(o => o.IsDated), "duplicate", flaws);

            bool Overlaps(Price other) =>
                other.IsDated
                && !(other.ValidTo <= price.ValidFrom)
                && !(price.ValidTo <= other.ValidFrom);
        }
    }

    private static bool IsWindow(DateTimeOffset? from, DateTimeOffset? to) => !(to <= from);

    private static void CheckTexts(
        string pointer,
        NamedTexts texts,
        int countMax,
        int lengthMax,
        ImmutableArray<RejectionDatum>.Builder flaws
    )
    {
        Check(pointer, texts.Count <= countMax, "count_out_of_range", flaws);
        foreach (var (label, text) in texts)
        {
            Check(Point(pointer, label), IsLabel(label), "invalid_name", flaws);
            Check(Point(pointer, label), Fits(text, lengthMax), "too_long", flaws);
        }
    }

    /// <summary>Notes a flaw, up to as many as a client can make use of.</summary>
    private static void Check(
        string pointer,
        bool isFine,
        string code,
        ImmutableArray<RejectionDatum>.Builder flaws
    )
    {
        const int FlawsMax = 20;
        if (!isFine && flaws.Count < FlawsMax)
            flaws.Add(new(pointer, "code", code));
    }

    /// <summary>RFC 6901; a name that is too long to be one is cut.</summary>
    private static string Point(string to, string name) =>
        to
        + "/"
        + (name.Length <= LabelLengthMax ? name : name[..LabelLengthMax])
            .Replace("~", "~0", StringComparison.Ordinal)
            .Replace("/", "~1", StringComparison.Ordinal);

    private static bool Fits(string? text, int lengthMax) =>
        text is null || text.Length <= lengthMax;

    private static bool IsLabel(string name) =>
        name.Length is > 0 and <= LabelLengthMax && !name.Any(char.IsControl);

    /// <summary>A language by BCP 47, as far as its form goes.</summary>
    private static bool IsLanguage(string text) =>
        text.Length <= 35
        && text.Split('-') is [{ Length: 2 or 3 } language, .. var rest]
        && language.All(char.IsAsciiLetterLower)
        && rest.All(part => part.Length is > 0 and <= 8 && part.All(char.IsAsciiLetterOrDigit));

    private static bool IsUrl(string text) =>
        text.Length <= UrlLengthMax
        && (
            (text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal))
            || (
                Uri.TryCreate(text, UriKind.Absolute, out var url)
                && url.Scheme is "https" or "http"
            )
        );
}
