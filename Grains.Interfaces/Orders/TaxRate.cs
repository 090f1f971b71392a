namespace Commerce.Orders;

/// <summary>How a country taxes what is sold.</summary>
/// <param name="BasisPoints">Hundredths of a percent of the net price: 1,900 is 19 %. Not
/// negative.</param>
/// <param name="Included">Whether shop prices contain the tax, or it comes on top.</param>
[GenerateSerializer, Immutable, Alias("commerce.orders.tax-rate")]
public readonly record struct TaxRate(int BasisPoints, bool Included)
{
    private const int Whole = 10_000;

    /// <summary>The tax on an amount of shop prices.</summary>
    public Money On(Money prices, Rounding rounding) =>
        Included ? ContainedIn(prices, rounding) : OnTopOf(prices, rounding);

    private Money OnTopOf(Money net, Rounding rounding) => net.Scale(BasisPoints, Whole, rounding);

    private Money ContainedIn(Money gross, Rounding rounding) =>
        gross.Scale(BasisPoints, Whole + BasisPoints, rounding);
}
