namespace Commerce.Http;

/// <summary>The numbers are the card schemes' own examples for tests.</summary>
public sealed class CardNumberTests
{
    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("pay with 4111 1111 1111 1111, thanks")]
    [InlineData("4111-1111-1111-1111")]
    [InlineData("4.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1")]
    [InlineData("41/11/11/11/11/11/11/11")]
    [InlineData("4111 - 1111 - 1111 - 1111")]
    [InlineData("3782 822463 10005")]
    [InlineData("order 12 4111 1111 1111 1111")]
    [InlineData("５５５５ ５５５５ ５５５５ ４４４４")]
    public void A_card_is_known_however_it_is_written(string text) =>
        Assert.True(CardNumber.IsIn(text));

    [Theory]
    [InlineData("4111111111111111")]
    [InlineData("pay-4111-1111-1111-1111")]
    [InlineData("id=5,5555 5555 5555 4444")]
    public void A_card_is_known_among_what_programs_write(string text) =>
        Assert.True(CardNumber.IsAmong(text));

    [Theory]
    [InlineData("a4111111111111111")] // A hash.
    [InlineData("00-41111111111111114111111111111111-b7ad6b7169203331-01")] // A trace.
    [InlineData("crt_eu1_01M8BWXNEWT81E17R6YGGV28ZW")]
    [InlineData("41111111-1111-4111-8111-111111111111")] // A UUID.
    public void What_programs_make_up_is_no_card(string text) =>
        Assert.False(CardNumber.IsAmong(text));

    /// <summary>A letter of another script makes it look the long way.</summary>
    [Fact]
    public void A_plain_text_is_looked_at_in_short_and_judged_alike()
    {
        const string Signs = "0123456789 4111 1111-1111.1111,5555/5555_4444aZ:=";
        var random = new Random(4_711);
        var found = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var noise = new string(random.GetItems<char>(Signs, random.Next(24)));
            var text = noise.Insert(
                random.Next(noise.Length + 1),
                i % 4 > 0 ? new string(random.GetItems<char>(Signs, 24)) : "4111 1111 1111 1111"
            );

            var isCard = CardNumber.IsAmong(text);
            Assert.True(isCard == CardNumber.IsAmong($"{text}|ж"), text);
            found += isCard ? 1 : 0;
        }

        Assert.InRange(found, 1_000, 49_000);
    }

    [Fact]
    public void The_number_of_goods_is_no_card_where_those_are_named()
    {
        const string Number = "4006381333924";

        Assert.True(Checks.HasGoods(Number) && Checks.HasLuhn(Number));
        Assert.True(CardNumber.IsAmong(Number));
        Assert.False(CardNumber.IsAmong(Number, CardPlace.Goods));
        Assert.True(CardNumber.IsAmong("4006381333908", CardPlace.Goods));
    }

    [Theory]
    [InlineData("4111111111111112")] // The check digit is wrong.
    [InlineData("411111111111")] // Too short.
    [InlineData("1111111111111117")] // Nobody's range.
    [InlineData("4.61+~1.21+~1.00+~1.01-1")] // A version.
    [InlineData("4.0.99.20100221-7")]
    [InlineData("3.0.4~6.0.0+~3.0.4+~2.0.0+~1.0.0+~2.0.1-5")]
    [InlineData("4111 1111 and 1111 1111")]
    public void What_is_no_card_is_let_through(string text) => Assert.False(CardNumber.IsIn(text));
}
