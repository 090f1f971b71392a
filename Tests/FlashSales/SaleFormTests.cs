using Commerce.Inventory;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Commerce.FlashSales;

/// <summary>What is typed of a sale, and what is said beside it.</summary>
public sealed class SaleFormTests
{
    [Fact]
    public void What_a_sale_says_can_be_typed_again()
    {
        var terms = StandingSales.Terms with
        {
            Order = TurnOrder.Fifo,
            BeyondQuota = BeyondQuota.NormalPrice,
            LimitsAddresses = true,
            Work = 12,
            Honeypot = new Sku("HONEY"),
        };
        var typed = SaleForm.Of(terms, new("USD"));

        var again = Type([.. Names.Select(name => (name, typed[name]))]).ToTerms();

        Assert.True(SaleTermsRules.AreSame(terms, again!));
    }

    [Theory]
    [InlineData("limit", "two", "One person may have 1 to 1,000 units.")]
    [InlineData("limit", "", "One person may have 1 to 1,000 units.")]
    [InlineData("order", "luck", "Choose one of these.")]
    [InlineData("work", "99999999999", "A proof of work has 0 to 24 bits.")]
    [InlineData("currency", "€", "A currency is an ISO 4217 code: EUR.")]
    [InlineData("items/1/price", "12,50", "An amount as 12.50, no finer than the currency.")]
    [InlineData("items/1/price", "", "An amount as 12.50, no finer than the currency.")]
    [InlineData("items/0/quantity", "1e3", "1 to 1,000,000 units.")]
    [InlineData("items/0/sku", "a b", "A SKU of 1 to 64 letters, digits")]
    [InlineData("honeypot", "a b", "A SKU of 1 to 64 letters, digits")]
    public void What_is_no_answer_is_kept_and_explained(string field, string text, string why)
    {
        var good = SaleForm.Of(StandingSales.Terms, new("EUR"));
        var form = Type([.. Names.Select(name => (name, name == field ? text : good[name]))]);

        Assert.Null(form.ToTerms());
        Assert.Equal(text, form[field]);
        Assert.StartsWith(why, form.Wrong[field], StringComparison.Ordinal);
        Assert.Equal([field], form.Wrong.Keys);
        Assert.All(
            Names.Where(name => name != field),
            name => Assert.Equal(good[name], form[name])
        );
    }

    [Fact]
    public void Whatever_the_sale_finds_wrong_stands_beside_its_field()
    {
        var bad = StandingSales.Terms with
        {
            Name = " ",
            Items =
            [
                new(new("A"), new(1, new("EUR")), Quantity: 0),
                new(new("A"), new(-1, new("EUR")), 1),
            ],
            Limit = 0,
            HoldSeconds = 1,
            AdmissionSeconds = 1,
            Work = 25,
            Honeypot = new Sku("A"),
        };
        var objections = SaleTermsRules.Objections(bad);
        var form = SaleForm.Of(bad, new("EUR"));

        form.Mark(SaleRejections.Invalid(objections));

        Assert.True(objections.Length >= 9);
        Assert.Equal(
            objections.Select(each => each.Pointer![1..]).Order(StringComparer.Ordinal),
            form.Wrong.Keys.Order(StringComparer.Ordinal)
        );
        Assert.All(form.Wrong.Values, why => Assert.EndsWith(".", why, StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_that_are_empty_are_closed_up()
    {
        var form = Type([
            ("items/0/sku", ""),
            ("items/2/sku", "LAMP"),
            ("items/2/price", "1"),
            ("items/2/quantity", "5"),
        ]);

        Assert.Equal("LAMP", form["items/0/sku"]);
        Assert.Equal("5", form["items/0/quantity"]);
        Assert.Equal("", form["items/2/sku"]);
    }

    [Fact]
    public void There_is_room_for_more_rows_up_to_twenty()
    {
        (string, string)[] nineteen =
        [
            .. Enumerable.Range(0, 19).Select(i => ($"items/{i}/sku", $"S{i}")),
        ];

        Assert.Equal(3, Type([]).Rows);
        Assert.Equal(20, Type([.. nineteen, ("more", "rows")]).Rows);
    }

    [Theory]
    [InlineData("2026-11-27T18:00", "2026-11-27T18:00:00")]
    [InlineData("2026-11-27T18:00:30", "2026-11-27T18:00:30")]
    public void A_moment_is_typed_in_utc(string text, string moment)
    {
        Assert.Equal(moment, ConsolePage.Typed(ConsolePage.Moment(text)!.Value));
        Assert.Equal(TimeSpan.Zero, ConsolePage.Moment(text)!.Value.Offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("2026-11-27 18:00")]
    [InlineData("2026-11-27T18:00Z")]
    [InlineData("2026-02-30T18:00")]
    public void What_is_no_moment_is_none(string text) => Assert.Null(ConsolePage.Moment(text));

    private static readonly string[] Names =
    [
        "name",
        "currency",
        "limit",
        "order",
        "holdSeconds",
        "admissionSeconds",
        "beyondQuota",
        "limitsAddresses",
        "work",
        "honeypot",
        .. Enumerable
            .Range(0, 2)
            .SelectMany(i =>
                new[] { "sku", "price", "quantity" }.Select(column => $"items/{i}/{column}")
            ),
    ];

    private static SaleForm Type(params (string Name, string Text)[] fields) =>
        SaleForm.Read(
            new FormCollection(
                fields.ToDictionary(
                    each => each.Name,
                    each => new StringValues(each.Text),
                    StringComparer.Ordinal
                )
            )
        );
}
