namespace Commerce.Orders;

public sealed class TaxTableTests
{
    [Theory]
    [InlineData("DE", 1_900, true)]
    [InlineData("FI", 2_550, true)]
    [InlineData("GB", 2_000, true)]
    [InlineData("CH", 810, true)]
    [InlineData("JP", 1_000, true)]
    [InlineData("KW", 0, true)]
    [InlineData("CA", 500, false)]
    [InlineData("US", 0, false)]
    [InlineData("BR", 0, false)]
    public void Each_country_has_its_rate(string country, int basisPoints, bool included) =>
        Assert.Equal(new(basisPoints, included), TaxTable.For(new(country)));
}
