using CsCheck;

namespace Commerce.Orders;

[Trait("Suite", "Properties")]
public sealed class TaxRateTests
{
    private static readonly Currency Eur = new("EUR");

    [Theory]
    [InlineData(1_900, false, 10_000, 1_900)]
    [InlineData(1_900, true, 11_900, 1_900)]
    [InlineData(810, true, 10_000, 749)]
    [InlineData(0, true, 10_000, 0)]
    public void Tax_comes_on_top_or_is_contained(int rate, bool included, long prices, long tax) =>
        Assert.Equal(
            new(tax, Eur),
            new TaxRate(rate, included).On(new(prices, Eur), Rounding.HalfUp)
        );

    [Theory]
    [InlineData(Rounding.HalfUp, 1, 2, 2)]
    [InlineData(Rounding.HalfEven, 0, 2, 2)]
    [InlineData(Rounding.Down, 0, 1, 1)]
    public void Halves_go_where_the_rounding_says(Rounding rounding, long on5, long on15, long on19)
    {
        var tenth = new TaxRate(1_000, Included: false);

        Assert.Equal(new(on5, Eur), tenth.On(new(5, Eur), rounding));
        Assert.Equal(new(on15, Eur), tenth.On(new(15, Eur), rounding));
        Assert.Equal(new(on19, Eur), tenth.On(new(19, Eur), rounding));
        Assert.Equal(new(-on15, Eur), tenth.On(new(-15, Eur), rounding));
    }

    /// <summary>Exact decimals are the oracle here, and nowhere else.</summary>
    [Fact]
    public void Tax_is_the_exact_tax_rounded() =>
        Gen.Select(AnyPrices, AnyBasisPoints, Gen.Bool)
            .Sample(
                (prices, points, included) =>
                {
                    decimal whole = included ? 10_000 + points : 10_000;
                    var exact = (decimal)prices * points / whole;
                    var rate = new TaxRate(points, included);

                    foreach (var (rounding, oracle) in Oracles)
                        Assert.Equal(
                            (long)decimal.Round(exact, oracle),
                            rate.On(new(prices, Eur), rounding).MinorUnits
                        );
                },
                iter: Cases.Count
            );

    private static readonly Gen<long> AnyPrices = Gen.OneOf(
        Gen.Long[-1_000_000_000, 1_000_000_000],
        Gen.Long[-100, 100]
    );

    // Round rates of small prices make halves, which decide between the roundings.
    private static readonly Gen<int> AnyBasisPoints = Gen.OneOf(
        Gen.Int[0, 10_000],
        Gen.OneOf(500, 1_000, 2_500, 5_000)
    );

    private static readonly (Rounding, MidpointRounding)[] Oracles =
    [
        (Rounding.HalfUp, MidpointRounding.AwayFromZero),
        (Rounding.HalfEven, MidpointRounding.ToEven),
        (Rounding.Down, MidpointRounding.ToZero),
    ];
}
