using System.Reflection;
using Commerce.Catalog;

namespace Commerce.Shopping;

public sealed class WordsTests
{
    [Theory]
    [InlineData(0, "EUR", "€0.00")]
    [InlineData(5, "EUR", "€0.05")]
    [InlineData(123_456_789, "EUR", "€1,234,567.89")]
    [InlineData(-1_250, "GBP", "−£12.50")]
    [InlineData(11_380, "JPY", "¥11,380")]
    [InlineData(23_450, "KWD", "KWD\u00A023.450")]
    public void A_price_has_its_currencys_digits(long minor, string currency, string text) =>
        Assert.Equal(text, Words.Price(new(minor, new(currency))));

    [Theory]
    [InlineData("Füllfederhalter", "fullfederhalter")]
    [InlineData("Fisherman's  jumper, XL", "fisherman s jumper xl")]
    [InlineData("libc6-dev (2.41)", "libc6 dev 2 41")]
    [InlineData("—", "")]
    public void Names_are_taken_apart_into_words(string name, string words) =>
        Assert.Equal(words, string.Join(' ', NameWords.Of(name)));

    [Fact]
    public void Every_no_that_a_shopper_can_hear_is_a_sentence()
    {
        var codes = typeof(Rejection)
            .Assembly.GetTypes()
            .Where(type =>
                type.Name.EndsWith("Rejections", StringComparison.Ordinal)
                && !NotForShoppers.Contains(type.Name, StringComparer.Ordinal)
            )
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static))
            .Where(property => property.PropertyType == typeof(Rejection))
            .Select(property => ((Rejection)property.GetValue(null)!).Code)
            .Distinct(StringComparer.Ordinal)
            .ToList();

        Assert.True(codes.Count > 10);
        Assert.Equal(
            OperatorsCodes.Order(StringComparer.Ordinal),
            codes.Except(Said.Codes, StringComparer.Ordinal).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("purchase_limit_reached")]
    [InlineData("queue_required")]
    [InlineData("sale_line_exists")]
    [InlineData("work_required")]
    public void So_is_what_says_more_than_no(string code) => Assert.Contains(code, Said.Codes);

    /// <summary>Among what shoppers can hear: holds that last too long, and sales.</summary>
    private static readonly string[] OperatorsCodes =
    [
        "duration_out_of_range",
        "admission_out_of_range",
        "four_eyes_required",
        "invalid_owner",
        "refund_decided",
        "refund_expired",
        "refund_required",
        "too_many_blocked",
    ];

    /// <summary>What only operators come across.</summary>
    private static readonly string[] NotForShoppers =
    [
        "CatalogRejections",
        "ClaimRejections",
        "PaymentRejections",
        "DeadLetterRejections",
        "InspectionRejections",
        "IntegrityRejections",
        "LogRejections",
        "ProcessRejections",
    ];
}
