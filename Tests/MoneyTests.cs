using System.Numerics;
using System.Text.Json;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Commerce;

[Trait("Suite", "Properties")]
public sealed class MoneyTests
{
    private static readonly Currency Eur = new("EUR");
    private static readonly Currency Jpy = new("JPY");
    private static readonly Currency Kwd = new("KWD");

    private static readonly Gen<Money> AnyMoney = Gen.Select(
        Gen.OneOf(Gen.Long, Gen.Long[-1_000, 1_000]),
        Gen.OneOf(Eur, Jpy, Kwd),
        (minorUnits, currency) => new Money(minorUnits, currency)
    );

    private static readonly Gen<long> AnyWeight = Gen.OneOf(
        Gen.Long[0, long.MaxValue],
        Gen.Long[0, 100],
        Gen.Const(0L)
    );

    [Fact]
    public void Amounts_of_one_currency_add_up()
    {
        Assert.Equal(new(10_999, Eur), new Money(9_999, Eur) + new Money(1_000, Eur));
        Assert.Equal(new(-1, Eur), new Money(999, Eur) - new Money(1_000, Eur));
        Assert.Equal(new(-999, Eur), -new Money(999, Eur));
        Assert.Equal(new(3_750, Kwd), new Money(1_250, Kwd) * 3);
    }

    [Fact]
    public void Amounts_of_one_currency_compare()
    {
        var (less, more) = (new Money(-1, Eur), new Money(1, Eur));

        Assert.True(less < more && more > less && less <= more && more >= less);
        Assert.Equal(less, Money.Min(more, less));
        Assert.True(less.IsNegative && !more.IsNegative && !less.IsZero);
        Assert.True((less + more).IsZero);
    }

    [Fact]
    public void Currencies_do_not_mix()
    {
        var (euros, yen) = (new Money(1, Eur), new Money(1, Jpy));

        Assert.Throws<InvalidOperationException>(() => euros + yen);
        Assert.Throws<InvalidOperationException>(() => euros - yen);
        Assert.Throws<InvalidOperationException>(() => euros < yen);
        Assert.Throws<InvalidOperationException>(() => Money.Min(euros, yen));
        Assert.NotEqual(euros, yen);
    }

    [Fact]
    public void Money_without_a_currency_is_worth_nothing()
    {
        Assert.Equal("0 of no currency", default(Money).ToString());
        Assert.Throws<InvalidOperationException>(() => default(Money) + default(Money));
        Assert.Throws<InvalidOperationException>(() => default(Money) * 2);
        Assert.Throws<InvalidOperationException>(() => -default(Money));
        Assert.Throws<InvalidOperationException>(() => default(Money) < default(Money));
        Assert.Throws<InvalidOperationException>(() => default(Money).Split(2));
        Assert.Throws<InvalidOperationException>(() => Money.Zero(default));
        Assert.Throws<InvalidOperationException>(() => JsonSerializer.Serialize(default(Money)));
    }

    [Fact]
    public void What_would_overflow_throws()
    {
        var most = new Money(long.MaxValue, Eur);

        Assert.Throws<OverflowException>(() => most + new Money(1, Eur));
        Assert.Throws<OverflowException>(() => most * 2);
        Assert.Throws<OverflowException>(() => -new Money(long.MinValue, Eur));
    }

    [Theory]
    [InlineData(10_999, "EUR", "109.99 EUR")]
    [InlineData(-5, "EUR", "-0.05 EUR")]
    [InlineData(500, "JPY", "500 JPY")]
    [InlineData(1, "KWD", "0.001 KWD")]
    [InlineData(long.MinValue, "EUR", "-92233720368547758.08 EUR")]
    public void Money_reads_like_a_price(long minorUnits, string currency, string text) =>
        Assert.Equal(text, new Money(minorUnits, new(currency)).ToString());

    [Fact]
    public void Of_equal_remainders_the_earlier_gets_the_unit()
    {
        Assert.Equal([34, 33, 33], Units(new Money(100, Eur).Split(3)));
        Assert.Equal([-34, -33, -33], Units(new Money(-100, Eur).Split(3)));
        Assert.Equal([2, 1], Units(new Money(3, Eur).Split([0, 0])));
        Assert.Equal([0, 1, 2], Units(new Money(3, Eur).Split([1, 4, 7])));
    }

    [Fact]
    public void Nobody_can_share_nothing_but_a_zero()
    {
        Assert.Empty(Money.Zero(Eur).Split([]));
        Assert.Throws<ArgumentException>(() => new Money(1, Eur).Split([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Money(1, Eur).Split(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Money(1, Eur).Split([2, -1]));
    }

    [Fact]
    public void A_split_sums_exactly_and_each_part_is_within_a_unit_of_its_share() =>
        Gen.Select(AnyMoney, AnyWeight.Array[1, 12])
            .Sample(
                (money, weights) =>
                {
                    var parts = money.Split(weights);

                    AssertFair(money, weights, Units(parts));
                    Assert.All(parts, part => Assert.Equal(money.Currency, part.Currency));
                },
                iter: Cases.Count
            );

    [Fact]
    public void A_split_into_equal_parts_sums_exactly_and_the_parts_differ_by_one_unit_at_most() =>
        Gen.Select(AnyMoney, Gen.Int[1, 40])
            .Sample(
                (money, count) =>
                {
                    var parts = Units(money.Split(count));

                    Assert.Equal(count, parts.Length);
                    AssertFair(money, [.. Enumerable.Repeat(1L, count)], parts);
                    Assert.InRange((BigInteger)parts.Max() - parts.Min(), 0, 1);
                },
                iter: Cases.Count
            );

    /// <summary>A line's units come back one return at a time.</summary>
    [Fact]
    public void Shares_of_what_remains_are_never_more_than_it_and_the_last_takes_the_rest() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Int[1, 9].Array[1, 8], AnyRounding)
            .Sample(
                (minorUnits, returns, rounding) =>
                {
                    var remaining = new Money(minorUnits, Eur);
                    var units = returns.Sum();
                    foreach (var returned in returns)
                    {
                        var share = remaining.Share(returned, units, rounding);
                        remaining -= share;
                        units -= returned;
                        Assert.False(share.IsNegative || remaining.IsNegative);
                    }

                    Assert.True(remaining.IsZero);
                },
                iter: Cases.Count
            );

    [Theory]
    [InlineData(Rounding.HalfUp, 2, 3)]
    [InlineData(Rounding.HalfEven, 2, 2)]
    [InlineData(Rounding.Down, 1, 2)]
    public void A_share_rounds_as_it_is_told(Rounding rounding, long of3, long of5)
    {
        Assert.Equal(new(of3, Eur), new Money(3, Eur).Share(1, 2, rounding));
        Assert.Equal(new(-of3, Eur), new Money(-3, Eur).Share(1, 2, rounding));
        Assert.Equal(new(of5, Eur), new Money(5, Eur).Share(1, 2, rounding));
    }

    [Fact]
    public void A_share_is_a_part_of_a_whole_and_needs_a_rounding()
    {
        var money = new Money(3, Eur);

        Assert.Throws<ArgumentOutOfRangeException>(() => money.Share(3, 2, Rounding.Down));
        Assert.Throws<ArgumentOutOfRangeException>(() => money.Share(-1, 2, Rounding.Down));
        Assert.Throws<ArgumentOutOfRangeException>(() => money.Share(0, 0, Rounding.Down));
        Assert.Throws<ArgumentOutOfRangeException>(() => money.Share(1, 2, default));
    }

    [Fact]
    public void Json_and_the_wire_give_the_same_money_back()
    {
        using var provider = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var wire = provider.GetRequiredService<Serializer>();

        AnyMoney.Sample(
            money =>
            {
                var json = JsonSerializer.Serialize(money);

                Assert.Equal(
                    $"{{\"amount\":{money.MinorUnits},\"currency\":\"{money.Currency}\"}}",
                    json
                );
                Assert.Equal(money, JsonSerializer.Deserialize<Money>(json));
                Assert.Equal(money, wire.Deserialize<Money>(wire.SerializeToArray(money)));
            },
            iter: Cases.Count
        );
    }

    [Theory]
    [InlineData("""{"currency":"EUR","amount":-1}""")]
    [InlineData(""" { "amount" : -1 , "currency" : "EUR" } """)]
    public void Order_and_space_do_not_matter_in_json(string json) =>
        Assert.Equal(new(-1, Eur), JsonSerializer.Deserialize<Money>(json));

    [Theory]
    [InlineData("""{"amount":1.0,"currency":"EUR"}""")]
    [InlineData("""{"amount":1.5,"currency":"EUR"}""")]
    [InlineData("""{"amount":1e2,"currency":"EUR"}""")]
    [InlineData("""{"amount":9223372036854775808,"currency":"EUR"}""")]
    [InlineData("""{"amount":"1","currency":"EUR"}""")]
    [InlineData("""{"amount":null,"currency":"EUR"}""")]
    [InlineData("""{"amount":{},"currency":"EUR"}""")]
    [InlineData("""{"amount":1,"currency":"eur"}""")]
    [InlineData("""{"amount":1,"currency":null}""")]
    [InlineData("""{"amount":1,"currency":978}""")]
    [InlineData("""{"amount":1}""")]
    [InlineData("""{"currency":"EUR"}""")]
    [InlineData("""{}""")]
    [InlineData("""{"amount":1,"currency":"EUR","exponent":2}""")]
    [InlineData("""{"amount":1,"amount":1,"currency":"EUR"}""")]
    [InlineData("""{"amount":1,"currency":"EUR","currency":"EUR"}""")]
    [InlineData("""{"Amount":1,"Currency":"EUR"}""")]
    [InlineData("""[1,"EUR"]""")]
    [InlineData("""1""")]
    [InlineData("""null""")]
    public void Any_other_json_is_refused(string json) =>
        Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<Money>(json, JsonSerializerOptions.Web)
        );

    private static Gen<Rounding> AnyRounding => Gen.Enum<Rounding>();

    private static long[] Units(IEnumerable<Money> parts) => [.. parts.Select(p => p.MinorUnits)];

    private static void AssertFair(Money money, long[] weights, long[] parts)
    {
        var whole = weights.Aggregate(BigInteger.Zero, (sum, weight) => sum + weight);
        if (whole.IsZero)
        {
            weights = [.. weights.Select(_ => 1L)];
            whole = weights.Length;
        }

        Assert.Equal(money.MinorUnits, parts.Aggregate(BigInteger.Zero, (sum, p) => sum + p));
        foreach (var (part, weight) in parts.Zip(weights))
        {
            var off = part * whole - (BigInteger)money.MinorUnits * weight;
            Assert.True(BigInteger.Abs(off) < whole, $"{part} of {money} for {weight} / {whole}");
        }
    }
}
