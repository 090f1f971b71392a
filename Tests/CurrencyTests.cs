using System.Text.Json;

namespace Commerce;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("JPY", 0)]
    [InlineData("ISK", 0)]
    [InlineData("EUR", 2)]
    [InlineData("USD", 2)]
    [InlineData("KWD", 3)]
    [InlineData("TND", 3)]
    [InlineData("CLF", 4)]
    public void A_currency_knows_its_digits(string code, int exponent) =>
        Assert.Equal(exponent, new Currency(code).Exponent);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("eur")]
    [InlineData("EUR ")]
    [InlineData("DEM")]
    [InlineData("XAU")]
    [InlineData("XXX")]
    public void What_is_no_currency_is_refused(string? code)
    {
        Assert.False(Currency.TryParse(code, null, out _));
        Assert.Throws<FormatException>(() => Currency.Parse(code!, null));
        Assert.ThrowsAny<ArgumentException>(() => new Currency(code!));
        Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<Currency>(JsonSerializer.Serialize(code))
        );
    }

    [Fact]
    public void A_currency_is_text_in_json()
    {
        var json = JsonSerializer.Serialize(new Currency("EUR"));

        Assert.Equal("\"EUR\"", json);
        Assert.Equal(new Currency("EUR"), JsonSerializer.Deserialize<Currency>(json));
    }

    [Fact]
    public void The_default_is_no_currency()
    {
        Assert.Throws<InvalidOperationException>(() => default(Currency).Code);
        Assert.Throws<InvalidOperationException>(() => default(Currency).Exponent);
        Assert.Throws<InvalidOperationException>(() => default(Currency).ToString());
        Assert.Throws<InvalidOperationException>(() => JsonSerializer.Serialize(default(Currency)));
    }
}
