using System.Collections.Immutable;
using System.Globalization;
using Commerce.Http;
using Commerce.Operators;

namespace Commerce.Orders;

/// <summary>How much one operator may give back alone, of an order in a day.</summary>
internal sealed record RefundSettings(ImmutableArray<Money> AloneMax)
{
    private const string Name = "FourEyes";

    private const string Default = "EUR 50000, USD 50000, GBP 50000, CHF 50000, JPY 80000";

    /// <summary>The terms of whoever asks.</summary>
    public RefundTerms For(HttpContext http) => new(Operator.Of(http)!.Name, AloneMax);

    /// <exception cref="SettingException">It names no currency, or no amount of one.</exception>
    public static RefundSettings Read(IConfiguration settings)
    {
        var section = settings.GetSection("Refunds");
        return new([.. Settings.Texts(section, Name, Default).Select(Read)]);
    }

    private static Money Read(string text) =>
        text.Split(' ') is [var code, var amount]
        && Currency.TryParse(code, provider: null, out var currency)
        && long.TryParse(amount, NumberStyles.None, CultureInfo.InvariantCulture, out var units)
            ? new(units, currency)
            : throw new SettingException(
                $"Refunds:{Name} is currencies with minor units, as EUR 50000, not '{text}'."
            );
}
