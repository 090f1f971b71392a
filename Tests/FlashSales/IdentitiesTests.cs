using System.Collections.Immutable;
using System.Text;
using Commerce.Orders;

namespace Commerce.FlashSales;

/// <summary>Who is the same buyer to a sale, however they write themselves.</summary>
public sealed class IdentitiesTests
{
    private static readonly SaleKey Key = new(
        Encoding.ASCII.GetBytes("the key of a sale, of 32 letters")
    );

    [Theory]
    [InlineData("ada@example.org", " Ada@EXAMPLE.org\t")]
    [InlineData("ada@example.org", "ada+sale@example.org")]
    [InlineData("ada@example.org", "ada+sale+2@example.org")]
    [InlineData("ada@example.org", "ａｄａ＠ｅｘａｍｐｌｅ.org")]
    [InlineData("ada@example.org", "ada@example.org.")]
    [InlineData("jösé@example.org", "jo\u0308se\u0301@example.org")]
    [InlineData("adalovelace@gmail.com", "ada.love.lace@gmail.com")]
    [InlineData("adalovelace@gmail.com", "a.dalovelace+x@GoogleMail.com")]
    public void The_same_mailbox_is_the_same_buyer(string one, string other) =>
        Assert.Equal(Of(email: one), Of(email: other));

    [Theory]
    [InlineData("ada@example.org", "ada@example.com")]
    [InlineData("ada@example.org", "a.da@example.org")]
    [InlineData("ada@example.org", "adasale@example.org")]
    [InlineData("ada@example.org", "+ada@example.org")]
    [InlineData("+ada@example.org", "+ben@example.org")]
    [InlineData("ada@gmail.com", "ada@mail.gmail.com")]
    public void Another_mailbox_is_another_buyer(string one, string other) =>
        Assert.NotEqual(Of(email: one), Of(email: other));

    [Theory]
    [InlineData("+49 30 123456", "0049 30 123456", true)]
    [InlineData("+49 30 123456", "+49 (30) 12-34/56", true)]
    [InlineData("+49 30 123456", "＋４９ ３０\u00a0123456", true)]
    [InlineData("030 123456", "030-123456", true)]
    [InlineData("+49 30 123456", "030 123456", false)]
    [InlineData("+49 30 123456", "+49 30 123457", false)]
    [InlineData("+49 30 123456", "4930123456", false)]
    public void A_telephone_number_is_its_digits(string one, string other, bool isSame) =>
        Assert.Equal(isSame, Of(phone: one)[1] == Of(phone: other)[1]);

    [Theory]
    [InlineData("1 High Street", "10115", "1, HIGH street", "10 115", true)]
    [InlineData("Straße 1", "10115", "straße  1.", "10115", true)]
    [InlineData("1 High Street", "10115", "2 High Street", "10115", false)]
    [InlineData("1 High Street", "10115", "1 High Street", "10116", false)]
    [InlineData("1 High Street1", "0115", "1 High Street", "10115", false)]
    public void An_address_is_its_letters(
        string line,
        string code,
        string otherLine,
        string otherCode,
        bool isSame
    ) => Assert.Equal(isSame, OfAddress(line, code, "DE") == OfAddress(otherLine, otherCode, "DE"));

    [Fact]
    public void An_address_of_another_country_is_another() =>
        Assert.NotEqual(OfAddress("1 Rue", "1000", "BE"), OfAddress("1 Rue", "1000", "CH"));

    [Fact]
    public void There_is_a_key_for_each_thing_that_is_told_and_that_the_sale_limits()
    {
        Assert.Single(Of());
        Assert.Equal(2, Of(phone: "030 123456").Length);
        Assert.Equal(3, Of(phone: "030 123456", limitsAddresses: true).Length);
        Assert.Equal(Of()[0], Of(phone: "030 123456", limitsAddresses: true)[0]);
    }

    [Fact]
    public void A_key_is_a_hash_under_the_sales_key_and_says_what_it_is_of()
    {
        // HMAC-SHA256 under HKDF-Expand(the sale's key, "identities"), by another program.
        Assert.Equal("64dabf35d7c9c095c7a8c4eea5ecb6a914131595ffef51ac139d36104419b269", Of()[0]);
        Assert.NotEqual(
            Of(),
            Of(key: new(Encoding.ASCII.GetBytes("the key of another, of 32 letter")))
        );
        Assert.NotEqual(Identities.OfCart(new("x"), Key), Identities.OfAccount(new("x"), Key));
        Assert.NotEqual(
            Identities.OfCart(new("crt_eu1_1"), Key),
            Identities.OfCart(new("crt_eu1_2"), Key)
        );
    }

    [Theory]
    [InlineData("+49 30 1234567", true)]
    [InlineData("(030) 123-45.67/8", true)]
    [InlineData("00 49 30 12345678901", true)]
    [InlineData("+1234567890123456", false)]
    [InlineData("12345", false)]
    [InlineData("++49 30 1234567", false)]
    [InlineData("49+30 1234567", false)]
    [InlineData("030 1234567 ext 8", false)]
    [InlineData("", false)]
    [InlineData("+                                  4930123456", false)]
    public void A_telephone_number_is_known_when_seen(string text, bool isOne) =>
        Assert.Equal(isOne, PhoneNumber.IsOne(text));

    private static ImmutableArray<string> Of(
        string email = "ada@example.org",
        string? phone = null,
        bool limitsAddresses = false,
        SaleKey? key = null
    ) =>
        Identities.Of(
            Contact("1 High Street", "10115", "DE") with
            {
                Email = email,
                Phone = phone,
            },
            limitsAddresses,
            key ?? Key
        );

    private static string OfAddress(string line, string code, string country) =>
        Identities.Of(Contact(line, code, country), limitsAddresses: true, Key)[1];

    private static ContactBody Contact(string line, string code, string country) =>
        new("ada@example.org", new("Ada", line, "Berlin", code, new(country)));
}
