namespace Commerce.Ops;

public sealed class OpsAmountTests
{
    [Theory]
    [InlineData("12.50", "EUR", 1_250)]
    [InlineData("12.5", "EUR", 1_250)]
    [InlineData("12", "EUR", 1_200)]
    [InlineData("0.01", "EUR", 1)]
    [InlineData("12", "JPY", 12)]
    [InlineData("1.25", "KWD", 1_250)]
    public void An_amount_is_read_as_it_is_shown(string text, string currency, long units) =>
        Assert.Equal(units, OpsPage.Amount(text, new(currency))?.MinorUnits);

    [Theory]
    [InlineData("", "EUR")]
    [InlineData("-1", "EUR")]
    [InlineData("1.234", "EUR")]
    [InlineData("1.", "EUR")]
    [InlineData(".5", "EUR")]
    [InlineData("1,50", "EUR")]
    [InlineData("1.5", "JPY")]
    [InlineData("1 000", "EUR")]
    [InlineData("99999999999999999999", "EUR")]
    public void What_is_no_amount_is_none(string text, string currency) =>
        Assert.Null(OpsPage.Amount(text, new(currency)));
}
