using System.Text.Json;

namespace Commerce.Inventory;

public sealed class SkuTests
{
    [Theory]
    [InlineData("A")]
    [InlineData("shirt-red_XL.2")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void A_sku_is_text_as_the_merchant_wrote_it(string text)
    {
        var json = JsonSerializer.Serialize(Sku.Parse(text, null));

        Assert.Equal($"\"{text}\"", json);
        Assert.Equal(new Sku(text), JsonSerializer.Deserialize<Sku>(json));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("größe")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public void Anything_else_is_no_sku(string? text)
    {
        Assert.False(Sku.TryParse(text, null, out _));
        Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<Sku>(JsonSerializer.Serialize(text))
        );
    }
}
