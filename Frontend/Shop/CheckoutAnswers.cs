using Commerce.Carts;
using Commerce.Http;
using Commerce.Orders;
using Commerce.Shipping;

namespace Commerce.Shopping;

/// <summary>What a shopper answered at the checkout, as it was typed.</summary>
/// <param name="Wrong">The fields whose answers cannot be taken.</param>
public sealed record CheckoutAnswers(
    IReadOnlyDictionary<string, string> Typed,
    IReadOnlyList<string> Wrong
)
{
    public const string Country = "country";
    public const string Token = "token";
    private const string Way = "method";

    /// <summary>The fields by what a request calls them.</summary>
    private static readonly (string Field, string Pointer)[] Fields =
    [
        ("email", "/email"),
        ("name", "/shippingAddress/name"),
        ("line1", "/shippingAddress/line1"),
        ("line2", "/shippingAddress/line2"),
        ("postalCode", "/shippingAddress/postalCode"),
        ("city", "/shippingAddress/city"),
        ("region", "/shippingAddress/region"),
        (Country, "/shippingAddress/country"),
        (Way, "/method"),
        (Token, "/paymentMethod/token"),
    ];

    public string this[string field] => Typed.GetValueOrDefault(field) ?? "";

    public ShippingMethod Method =>
        ShippingMethod.TryParse(this[Way], provider: null, out var method)
            ? method
            : ShippingMethod.Standard;

    /// <summary>Where it goes and how.</summary>
    public string To => Destination(this[Country], Method);

    public static string Destination(string country, ShippingMethod method) =>
        $"{country} {method}";

    /// <summary>Where a shopper begins, whose language may tell where they live.</summary>
    /// <param name="chosen">Where the cart is to go, if that was chosen.</param>
    /// <param name="languages">What the shopper reads.</param>
    public static CheckoutAnswers Empty(CartShipping? chosen, Languages languages) =>
        new(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [Country] = (chosen?.Country ?? languages.Country)?.Code ?? "",
                [Way] = (chosen?.Method ?? ShippingMethod.Standard).Code,
                [Token] = Card.All[0].Token,
            },
            []
        );

    /// <summary>The same for a customer, who need not type what the shop knows.</summary>
    /// <param name="address">Where their things go; <c>null</c>: that is to be asked.</param>
    internal CheckoutAnswers Know(string email, AddressBody? address)
    {
        var typed = new Dictionary<string, string>(Typed, StringComparer.Ordinal)
        {
            ["email"] = email,
        };
        if (address is not null)
        {
            typed["name"] = address.Name;
            typed["line1"] = address.Line1;
            typed["line2"] = address.Line2 ?? "";
            typed["postalCode"] = address.PostalCode;
            typed["city"] = address.City;
            typed["region"] = address.Region ?? "";
            typed[Country] = address.Country.Code;
        }

        return this with
        {
            Typed = typed,
        };
    }

    public bool IsWrong(string field) => Wrong.Contains(field, StringComparer.Ordinal);

    /// <summary>
    /// Reads the answers. A card's number is not taken, and not shown again either.
    /// </summary>
    internal static CheckoutAnswers Read(PostedForm form, out Refusal? refusal)
    {
        var cards = Fields
            .Select(each => each.Field)
            .Where(field => form.HasCardNumber(field))
            .ToList();
        var typed = Fields
            .Select(each => each.Field)
            .Except(cards, StringComparer.Ordinal)
            .ToDictionary(field => field, field => form[field], StringComparer.Ordinal);
        var isCountry = Commerce.Country.TryParse(form[Country], provider: null, out _);
        refusal =
            cards.Count > 0 ? Refusal.Of("card_data_not_accepted")
            : isCountry ? null
            : Refusal.Of("country_missing");
        return new(typed, cards.Count > 0 || isCountry ? cards : [Country]);
    }

    /// <summary>The same, with the fields marked that a rejection points at.</summary>
    internal CheckoutAnswers Mark(Rejection rejection) =>
        rejection.Data.IsDefault
            ? this
            : this with
            {
                Wrong =
                [
                    .. Fields
                        .Where(each => rejection.Data.Any(one => one.Pointer == each.Pointer))
                        .Select(each => each.Field),
                ],
            };

    /// <summary>What the answers ask for, once there is a country among them.</summary>
    internal CheckoutRequest ToRequest() =>
        new(
            new(this[Token]),
            new AddressBody(
                this["name"],
                this["line1"],
                this["city"],
                this["postalCode"],
                new(this[Country]),
                OrNothing(this["line2"]),
                OrNothing(this["region"])
            ),
            Email: this["email"]
        );

    private static string? OrNothing(string text) => text.Length == 0 ? null : text;
}
