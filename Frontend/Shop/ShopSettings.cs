using Commerce.Http;

namespace Commerce.Shopping;

/// <summary>What the merchant says of the shop as a whole.</summary>
/// <param name="Name">What shoppers read at the head of each page.</param>
/// <param name="Currency">What its pages sell in, and a cart is opened in unless told.</param>
/// <param name="Media">Where its pages may take pictures from.</param>
public sealed record ShopSettings(string Name, Currency Currency, ShopMedia Media)
{
    private const string NameDefault = "Commerce.Orleans";
    private const string CurrencyDefault = "EUR";

    /// <exception cref="SettingException">A value is none.</exception>
    public static ShopSettings Read(IConfiguration settings)
    {
        var name = settings["Shop:Name"] ?? NameDefault;
        if (string.IsNullOrWhiteSpace(name))
            throw new SettingException("Shop:Name is empty.");

        var code = settings["Shop:Currency"] ?? CurrencyDefault;
        return Currency.TryParse(code, provider: null, out var currency)
            ? new(name, currency, ShopMedia.Read(settings))
            : throw new SettingException($"Shop:Currency is no ISO 4217 currency: {code}.");
    }
}
