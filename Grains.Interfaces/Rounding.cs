namespace Commerce;

/// <summary>
/// What becomes of a part of a minor unit. All modes treat an amount and its negative alike, so
/// that a refund rounds as its charge did.
/// </summary>
[GenerateSerializer, Alias("commerce.rounding")]
public enum Rounding
{
    /// <summary>To the nearest; a half goes away from zero.</summary>
    HalfUp = 1,

    /// <summary>To the nearest; a half goes to the even neighbour.</summary>
    HalfEven = 2,

    /// <summary>Towards zero.</summary>
    Down = 3,
}

internal static class RoundingDivision
{
    /// <param name="divisor">Above zero.</param>
    public static Int128 Divide(this Rounding rounding, Int128 dividend, Int128 divisor)
    {
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        var half = Int128.Abs(remainder).CompareTo(divisor - Int128.Abs(remainder));
        var away = rounding switch
        {
            Rounding.HalfUp => half >= 0,
            Rounding.HalfEven => half > 0 || (half == 0 && Int128.IsOddInteger(quotient)),
            Rounding.Down => false,
            _ => throw new ArgumentOutOfRangeException(nameof(rounding), rounding, message: null),
        };
        return away ? quotient + Int128.Sign(dividend) : quotient;
    }
}
