using System.Text.Json;

namespace Commerce;

public sealed class CountryTests
{
    [Fact]
    public void There_are_249_countries()
    {
        var letters = Enumerable.Range('A', 26).Select(letter => (char)letter).ToList();
        var codes =
            from first in letters
            from second in letters
            let code = $"{first}{second}"
            where Country.TryParse(code, null, out _)
            select code;

        Assert.Equal(249, codes.Count());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("de")]
    [InlineData("DEU")]
    [InlineData("UK")]
    [InlineData("EU")]
    [InlineData("XK")]
    [InlineData("ZZ")]
    public void What_is_no_country_is_refused(string? code)
    {
        Assert.False(Country.TryParse(code, null, out _));
        Assert.Throws<FormatException>(() => Country.Parse(code!, null));
        Assert.ThrowsAny<ArgumentException>(() => new Country(code!));
        Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<Country>(JsonSerializer.Serialize(code))
        );
    }

    [Fact]
    public void A_country_is_text_in_json()
    {
        var json = JsonSerializer.Serialize(new Country("DE"));

        Assert.Equal("\"DE\"", json);
        Assert.Equal(new Country("DE"), JsonSerializer.Deserialize<Country>(json));
    }

    [Fact]
    public void The_default_is_no_country() =>
        Assert.Throws<InvalidOperationException>(() => default(Country).Code);
}
