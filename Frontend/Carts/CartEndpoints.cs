using Commerce.Accounts;
using Commerce.FlashSales;
using Commerce.Http;
using Commerce.Secrets;
using Commerce.Shopping;

namespace Commerce.Carts;

/// <summary>
/// Carts: whoever has a guest's cart's id has the cart, and a customer's is theirs alone.
/// </summary>
internal static class CartEndpoints
{
    private const string Path = "/api/v1/carts";

    public static void MapCarts(this IEndpointRouteBuilder routes)
    {
        var carts = routes
            .MapGroup(Path)
            .ForOwners()
            .WithTags("Carts")
            .Limited(RateClass.Cart)
            .KnowsAccounts()
            .AddEndpointFilter(Follow);

        carts
            .MapPost("", Open)
            .ForEveryone()
            .Means(
                "openCart",
                "Opens a cart in a currency, the shop's if none is named. Customers have one cart: "
                    + "200, if it is there."
            )
            .BeginsVisit()
            .Answers<CartBody>(201, 200);
        carts
            .MapGet("/{id}", Get)
            .Means("getCart", "The cart as it is now.")
            .Answers<CartBody>(200)
            .AnswersOnly(304)
            .RefusesLost();
        carts
            .MapDelete("/{id}", Discard)
            .Means("discardCart", "Throws the cart away.")
            .AnswersOnly(204)
            .HonoursIfMatch()
            .RefusesLost()
            .RefusesClosed();
        carts
            .MapPost("/{id}/lines", Add)
            .Means("addCartLine", "Puts units of a SKU into the cart; 200, if it had some.")
            .Answers<CartBody>(201, 200)
            .TakesKey()
            .HonoursIfMatch()
            .RefusesLost()
            .RefusesClosed()
            .Refuses(403, "not_a_buyer", "admission_invalid")
            .Refuses(409, "product_unavailable", "insufficient_stock", "too_many_lines")
            .Refuses(409, "sale_not_open", "sale_paused", "sale_closed", "sale_line_exists")
            .Refuses(409, "purchase_limit_reached", "admission_spent", "sku_frozen")
            .Refuses(429, "queue_required")
            .Refuses(422, "quantity_out_of_range");
        MapLine(carts);
        carts
            .MapGet("/{id}/problems", GetProblems)
            .Means("getCartProblems", "What would stop a checkout now.")
            .Answers<ProblemsBody>(200)
            .RefusesLost();
        CartShippingEndpoints.Map(carts);
        CheckoutEndpoint.Map(carts);
    }

    private static void MapLine(RouteGroupBuilder carts)
    {
        carts
            .MapPatch("/{id}/lines/{line}", SetQuantity)
            .Means("setCartLineQuantity", "Says how many units a line has.")
            .Merges<SetQuantityRequest>()
            .Answers<CartBody>(200)
            .HonoursIfMatch()
            .RefusesLost()
            .RefusesClosed()
            .Refuses(409, "product_unavailable", "insufficient_stock", "sale_line_exists")
            .Refuses(429, "queue_required")
            .Refuses(422, "quantity_out_of_range");
        carts
            .MapDelete("/{id}/lines/{line}", Remove)
            .Means("removeCartLine", "Takes a line out of the cart.")
            .AnswersOnly(204)
            .HonoursIfMatch()
            .RefusesLost()
            .RefusesClosed();
    }

    /// <summary>There is no such cart or line, or not any more.</summary>
    public static RouteHandlerBuilder RefusesLost(this RouteHandlerBuilder route) =>
        route
            .Refuses(404, "not_found")
            .Refuses(410, "cart_expired", "cart_discarded")
            .AnswersOnly(StatusCodes.Status308PermanentRedirect);

    /// <summary>The cart is, or is about to become, an order.</summary>
    public static RouteHandlerBuilder RefusesClosed(this RouteHandlerBuilder route) =>
        route.Refuses(409, "cart_completed", "payment_in_progress");

    private static async Task<IResult> Open(
        OpenCartRequest? request,
        HttpRequest http,
        IGrainFactory grains,
        IdGenerator ids,
        ShopSettings shop
    )
    {
        var currency = request?.Currency ?? shop.Currency;
        if (http.Account() is { } account)
            return (await grains.CartOf(account).Open(currency)).Match(MyCartEndpoints.Tell);

        var id = new CartId(ids.New("crt"));
        var opened = await grains.Cart(id).Open(currency);
        return opened.Match(cart => new Answer<CartBody>(
            CartBody.From(cart),
            StatusCodes.Status201Created
        )
        {
            Version = cart.Version,
            Location = Links.To(id.Value),
        });
    }

    private static async Task<IResult> Get(CartId id, HttpRequest http, IGrainFactory grains) =>
        (await grains.Cart(id).Get(http.Account())).Match(Tell);

    private static async Task<IResult> Discard(CartId id, HttpRequest http, IGrainFactory grains) =>
        (await grains.Cart(id).Discard(http.ExpectedVersion(), http.Account())).Match(_ =>
            TypedResults.NoContent()
        );

    private static async Task<IResult> Add(
        CartId id,
        AddLineRequest request,
        HttpRequest http,
        SaleLines lines,
        ServerKeys keys
    )
    {
        var key = http.IdempotencyKey() is { } sent
            ? new RequestKey(sent, keys.Fingerprint(request))
            : null;
        var added = await lines.Add(id, http.Account(), request, key, http.ExpectedVersion());
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
        SaleLines lines
    ) =>
        (
            await lines.SetQuantity(
                id,
                http.Account(),
                line,
                request.Quantity,
                http.ExpectedVersion()
            )
        ).Match(Tell);

    private static async Task<IResult> Remove(
        CartId id,
        string line,
        HttpRequest http,
        IGrainFactory grains
    ) =>
        (await grains.Cart(id).Remove(line, http.ExpectedVersion(), http.Account())).Match(_ =>
            TypedResults.NoContent()
        );

    private static async Task<IResult> GetProblems(
        CartId id,
        HttpRequest http,
        IGrainFactory grains
    ) =>
        (await grains.Cart(id).GetProblems(http.Account())).Match(
            problems => new Answer<ProblemsBody>(new([.. problems.Select(CartProblemBody.From)]))
        );

    public static Answer<CartBody> Tell(CartTold cart) =>
        new(CartBody.From(cart)) { Version = cart.Version };

    /// <summary>
    /// A request for a cart that was merged goes to the same place of the cart it was merged into.
    /// Lines have other ids there: a request for one goes to the cart.
    /// </summary>
    private static async ValueTask<object?> Follow(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var result = await next(context);
        if (
            result
            is not Problem { Status: StatusCodes.Status308PermanentRedirect, Location: { } into }
        )
            return result;

        var (request, line) = (
            context.HttpContext.Request,
            context.HttpContext.GetRouteValue("line")
        );
        var rest = request.Path.Value![Path.Length..].TrimStart('/').IndexOf('/') is var at and > 0
            ? request.Path.Value[(Path.Length + 1 + at)..]
            : "";
        return new Moved(line is null ? $"{into}{rest}{request.QueryString}" : into)
        {
            CacheControl = "private, no-store",
        };
    }
}
