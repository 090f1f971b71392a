using Commerce.Http;
using Commerce.Secrets;
using Commerce.Shopping;

namespace Commerce.Carts;

/// <summary>Carts: whoever has a cart's id has the cart.</summary>
internal static class CartEndpoints
{
    public static void MapCarts(this IEndpointRouteBuilder routes)
    {
        var carts = routes.MapGroup("/api/v1/carts").WithTags("Carts");

        carts.MapPost("", Open);
        carts.MapGet("/{id}", Get);
        carts.MapDelete("/{id}", Discard);
        carts.MapPost("/{id}/lines", Add);
        carts.MapPatch("/{id}/lines/{line}", SetQuantity);
        carts.MapDelete("/{id}/lines/{line}", Remove);
        carts.MapGet("/{id}/problems", GetProblems);
        carts.MapPost("/{id}/checkout", CheckoutEndpoint.Checkout);
    }

    private static async Task<IResult> Open(
        OpenCartRequest? request,
        IGrainFactory grains,
        IdGenerator ids,
        ShopSettings shop
    )
    {
        var id = new CartId(ids.New("crt"));
        var opened = await grains.Cart(id).Open(request?.Currency ?? shop.Currency);
        return opened.Match(cart => new Answer<CartBody>(
            CartBody.From(cart),
            StatusCodes.Status201Created
        )
        {
            Version = cart.Version,
            Location = Links.To(id.Value),
        });
    }

    private static async Task<IResult> Get(CartId id, IGrainFactory grains) =>
        (await grains.Cart(id).Get()).Match(Tell);

    private static async Task<IResult> Discard(CartId id, HttpRequest http, IGrainFactory grains) =>
        (await grains.Cart(id).Discard(http.ExpectedVersion())).Match(_ =>
            TypedResults.NoContent()
        );

    private static async Task<IResult> Add(
        CartId id,
        AddLineRequest request,
        HttpRequest http,
        IGrainFactory grains,
        ServerKeys keys
    )
    {
        var key = http.IdempotencyKey() is { } sent
            ? new RequestKey(sent, keys.Fingerprint(request))
            : null;
        var added = await grains
            .Cart(id)
            .Add(request.Sku, request.Quantity, key, http.ExpectedVersion());
        return added.Match(line => new Answer<CartBody>(
            CartBody.From(line.Cart),
            line.IsMerged ? StatusCodes.Status200OK : StatusCodes.Status201Created
        )
        {
            Version = line.Cart.Version,
            IsReplay = line.IsReplay,
            Location = line.IsMerged ? null : $"{Links.To(id.Value)}/lines/{line.Line}",
        });
    }

    private static async Task<IResult> SetQuantity(
        CartId id,
        string line,
        SetQuantityRequest request,
        HttpRequest http,
        IGrainFactory grains
    ) =>
        (await grains.Cart(id).SetQuantity(line, request.Quantity, http.ExpectedVersion())).Match(
            Tell
        );

    private static async Task<IResult> Remove(
        CartId id,
        string line,
        HttpRequest http,
        IGrainFactory grains
    ) =>
        (await grains.Cart(id).Remove(line, http.ExpectedVersion())).Match(_ =>
            TypedResults.NoContent()
        );

    private static async Task<IResult> GetProblems(CartId id, IGrainFactory grains) =>
        (await grains.Cart(id).GetProblems()).Match(problems => new Answer<ProblemsBody>(
            new([.. problems.Select(CartProblemBody.From)])
        ));

    private static Answer<CartBody> Tell(CartTold cart) =>
        new(CartBody.From(cart)) { Version = cart.Version };
}
