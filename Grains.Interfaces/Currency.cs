using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Commerce;

/// <summary>
/// A currency that things are sold in, by its ISO 4217 code in capitals. Withdrawn currencies and
/// those without a minor unit (gold, testing codes) are refused. What <c>default</c> makes is no
/// currency: to ask for its code throws.
/// </summary>
/// <exception cref="ArgumentException">There is no such currency.</exception>
[GenerateSerializer, Immutable, Alias("commerce.currency")]
[JsonConverter(typeof(TextJson<Currency>))]
public readonly record struct Currency(string Code) : IParsable<Currency>
{
    // ISO 4217, list one, as of January 2026, by the number of digits after the point.
    private const string NoDigits =
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";

    private const string TwoDigits =
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD "
        + "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP "
        + "GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD "
        + "KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN "
        + "NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK "
        + "SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN "
        + "UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG";

    private const string ThreeDigits = "BHD IQD JOD KWD LYD OMR TND";

    private const string FourDigits = "CLF UYW";

    private static readonly FrozenDictionary<string, int> Exponents = new[]
    {
        (Codes: NoDigits, Exponent: 0),
        (Codes: TwoDigits, Exponent: 2),
        (Codes: ThreeDigits, Exponent: 3),
        (Codes: FourDigits, Exponent: 4),
    }
        .SelectMany(row => row.Codes.Split(' ').Select(code => (code, row.Exponent)))
        .ToFrozenDictionary(row => row.code, row => row.Exponent, StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">This is no currency, but a default.</exception>
    public string Code
    {
        get => field ?? throw new InvalidOperationException("No currency.");
    } =
        Exponents.ContainsKey(Code)
            ? Code
            : throw new ArgumentException($"No currency: {Code}.", nameof(Code));

    /// <summary>Digits after the point: JPY 0, EUR 2, KWD 3.</summary>
    public int Exponent => Exponents[Code];

    public static Currency Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var currency)
            ? currency
            : throw new FormatException($"No currency: {s}.");

    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        out Currency result
    )
    {
        var known = s is not null && Exponents.ContainsKey(s);
        result = known ? new(s!) : default;
        return known;
    }

    public override string ToString() => Code;

    /// <summary>Itself, and never the default.</summary>
    internal Currency Known()
    {
        _ = Code;
        return this;
    }
}
