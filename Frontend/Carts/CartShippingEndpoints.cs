using Commerce.Accounts;
using Commerce.Http;
using Commerce.Orders;
using Commerce.Shipping;

namespace Commerce.Carts;

/// <summary>How a cart's order is sent, and what it then costs: told before anybody pays.</summary>
internal static class CartShippingEndpoints
{
    public static void Map(IEndpointRouteBuilder carts)
    {
        carts
            .MapGet("/{id}/shipping-options", GetOptions)
            .Means("getShippingOptions", "How it could be sent, and what it would then cost.")
            .Answers<ShippingOptionsBody>(200)
            .RefusesLost()
            .Refuses(422, "country_missing");
        carts
            .MapPut("/{id}/shipping-method", Choose)
            .Means("chooseShipping", "Chooses how it is sent, and where to.")
            .Answers<CartBody>(200)
            .HonoursIfMatch()
            .RefusesLost()
            .RefusesClosed()
            .Refuses(409, "not_shippable")
            .Refuses(422, "country_missing", "shipping_method_unavailable");
    }

    /// <param name="id">The cart.</param>
    /// <param name="country">Where to; left out: where it was chosen to go.</param>
    /// <param name="http">Who asks.</param>
    /// <param name="grains">Where carts are.</param>
    private static async Task<IResult> GetOptions(
        CartId id,
        Country? country,
        HttpRequest http,
        IGrainFactory grains
    ) =>
        (await grains.Cart(id).GetShippingOptions(country, http.Account())).Match(
            options => new Answer<ShippingOptionsBody>(ShippingOptionsBody.From(options))
        );

    private static async Task<IResult> Choose(
        CartId id,
        ChooseShippingRequest request,
        HttpRequest http,
        IGrainFactory grains
    )
    {
        var chosen = await grains
            .Cart(id)
            .ChooseShipping(
                request.Method,
                request.Country,
                http.ExpectedVersion(),
                http.Account()
            );
        return chosen.Match(CartEndpoints.Tell);
    }
}

/// <param name="Country">Where to; left out: where it was chosen to go before.</param>
internal sealed record ChooseShippingRequest(ShippingMethod Method, Country? Country = null);

/// <param name="Data">None where the shop does not ship, and of a cart with nothing in it.</param>
internal sealed record ShippingOptionsBody(Country Country, IReadOnlyList<ShippingOptionBody> Data)
{
    public static ShippingOptionsBody From(CartShippingOptions options) =>
        new(options.Country, [.. options.Options.Select(ShippingOptionBody.From)]);
}

/// <param name="Price">In the terms the goods' prices are in: the totals tell tax apart.</param>
/// <param name="Totals">What the order would come to.</param>
/// <param name="Taken">Whether a checkout of the cart as it is would take it.</param>
internal sealed record ShippingOptionBody(
    ShippingMethod Id,
    string Name,
    Money Price,
    TotalsBody Totals,
    bool Taken
)
{
    public static ShippingOptionBody From(CartShippingOption option) =>
        new(
            option.Shipping.Method,
            option.Shipping.Name,
            option.Totals.Shipping,
            TotalsBody.From(option.Totals),
            option.IsTaken
        );
}

/// <summary>Where a cart's order is to go, and how.</summary>
internal sealed record CartShippingBody(Country Country, ShippingMethod Method);
