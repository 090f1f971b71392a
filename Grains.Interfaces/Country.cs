using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Commerce;

/// <summary>
/// Where something is sent and taxed: an officially assigned ISO 3166-1 alpha-2 code in capitals.
/// What <c>default</c> makes is no country: to ask for its code throws.
/// </summary>
/// <exception cref="ArgumentException">There is no such country.</exception>
[GenerateSerializer, Immutable, Alias("commerce.country")]
[JsonConverter(typeof(TextJson<Country>))]
public readonly record struct Country(string Code) : IParsable<Country>
{
    private static readonly FrozenSet<string> Codes = (
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN "
        + "BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ "
        + "DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL "
        + "GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM "
        + "JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME "
        + "MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP "
        + "NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD "
        + "SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO "
        + "TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    /// <exception cref="InvalidOperationException">This is no country, but a default.</exception>
    public string Code
    {
        get => field ?? throw new InvalidOperationException("No country.");
    } =
        Codes.Contains(Code)
            ? Code
            : throw new ArgumentException($"No country: {Code}.", nameof(Code));

    /// <summary>Every country, by code.</summary>
    public static IEnumerable<Country> All =>
        Codes.Order(StringComparer.Ordinal).Select(code => new Country(code));

    public static Country Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var country)
            ? country
            : throw new FormatException($"No country: {s}.");

    public static bool TryParse(
        [NotNullWhen(true)] string? s,
        IFormatProvider? provider,
        out Country result
    )
    {
        var known = s is not null && Codes.Contains(s);
        result = known ? new(s!) : default;
        return known;
    }

    public override string ToString() => Code;
}
