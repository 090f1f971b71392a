using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Commerce;

/// <summary>
/// An amount in the minor units of its currency: 10,999 EUR cents, 500 JPY, 1,250 KWD fils.
/// May be negative. Arithmetic is exact: it throws where it would overflow, and where currencies
/// would mix.
/// </summary>
[GenerateSerializer, Immutable, Alias("commerce.money")]
[JsonConverter(typeof(MoneyJson))]
public readonly record struct Money(long MinorUnits, Currency Currency) : IComparable<Money>
{
    public bool IsZero => MinorUnits == 0;

    public bool IsNegative => MinorUnits < 0;

    public static Money Zero(Currency currency) => new(0, currency.Known());

    public static Money Min(Money left, Money right) => left <= right ? left : right;

    public static Money operator +(Money left, Money right) =>
        new(left.MinorUnits + right.MinorUnits, Together(left, right));

    public static Money operator -(Money left, Money right) =>
        new(left.MinorUnits - right.MinorUnits, Together(left, right));

    public static Money operator -(Money money) => money.Of(-money.MinorUnits);

    public static Money operator *(Money money, int quantity) =>
        money.Of(money.MinorUnits * quantity);

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public int CompareTo(Money other)
    {
        Together(this, other);
        return MinorUnits.CompareTo(other.MinorUnits);
    }

    /// <summary>Parts as equal as minor units allow; they sum to the whole exactly.</summary>
    /// <param name="parts">At least 1.</param>
    public ImmutableArray<Money> Split(int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        var weights = new long[parts];
        Array.Fill(weights, 1);
        return Split(weights);
    }

    /// <summary>
    /// Parts in proportion to their weights, by largest remainder: each is less than one minor unit
    /// from its exact share, and they sum to the whole exactly. Of equal remainders the earlier one
    /// gets the unit. Weights that are all zero count as equal.
    /// </summary>
    /// <param name="weights">None below zero. No weights can only share out a zero.</param>
    public ImmutableArray<Money> Split(ReadOnlySpan<long> weights)
    {
        var whole = Int128.Zero;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
            whole += weight;
        }

        if (weights.IsEmpty && !IsZero)
            throw new ArgumentException("There is nobody to share it out to.", nameof(weights));
        if (whole == 0 && !weights.IsEmpty)
            return Split(weights.Length);

        var parts = new long[weights.Length];
        var remainders = new Int128[weights.Length];
        var left = MinorUnits;
        for (var i = 0; i < parts.Length; i++)
        {
            (var part, remainders[i]) = Int128.DivRem((Int128)MinorUnits * weights[i], whole);
            parts[i] = (long)part;
            left -= parts[i];
        }

        // The sort is stable, which settles the ties.
        var unit = long.Sign(left);
        var byRemainder = Enumerable
            .Range(0, parts.Length)
            .OrderByDescending(i => Int128.Abs(remainders[i]));
        foreach (var i in byRemainder.Take((int)Math.Abs(left)))
            parts[i] += unit;

        return [.. parts.Select(Of)];
    }

    /// <summary>
    /// What a part of a whole is worth: 2 of 3 units returned. Taken again and again from what
    /// remains, of what remains, the last takes the exact rest.
    /// </summary>
    /// <param name="part">From 0 to <paramref name="whole"/>.</param>
    /// <param name="whole">At least 1.</param>
    public Money Share(long part, long whole, Rounding rounding)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(whole, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, whole);
        return Scale(part, whole, rounding);
    }

    /// <summary>
    /// For people and logs: <c>109.99 EUR</c>. It says so where there is no currency: whoever logs
    /// a message must not fail because of what is in it.
    /// </summary>
    public override string ToString()
    {
        if (Currency == default)
            return $"{MinorUnits} of no currency";

        var exponent = Currency.Exponent;
        var digits = Int128
            .Abs(MinorUnits)
            .ToString($"D{exponent + 1}", CultureInfo.InvariantCulture);
        var sign = IsNegative ? "-" : "";
        var point = exponent == 0 ? "" : ".";
        return $"{sign}{digits[..^exponent]}{point}{digits[^exponent..]} {Currency}";
    }

    internal Money Scale(Int128 part, Int128 whole, Rounding rounding) =>
        Of((long)rounding.Divide(MinorUnits * part, whole));

    private Money Of(long minorUnits) => new(minorUnits, Currency.Known());

    private static Currency Together(Money left, Money right) =>
        string.Equals(left.Currency.Code, right.Currency.Code, StringComparison.Ordinal)
            ? left.Currency
            : throw new InvalidOperationException($"{left} and {right} do not mix.");
}
