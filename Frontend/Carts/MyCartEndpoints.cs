using Commerce.Accounts;
using Commerce.Http;
using Commerce.Inventory;
using Commerce.Shopping;

namespace Commerce.Carts;

/// <summary>A customer's own cart, and what comes into it of a guest's.</summary>
internal static class MyCartEndpoints
{
    public static void MapMyCart(this IEndpointRouteBuilder routes)
    {
        var mine = routes
            .MapGroup("/api/v1/me/cart")
            .WithTags("Carts")
            .Limited(RateClass.Cart)
            .ForCustomers();

        mine.MapGet("", Get)
            .Means("getMyCart", "The customer's cart, from whichever browser they use it.")
            .Answers<CartBody>(200)
            .AnswersOnly(304)
            .Refuses(404, "not_found");
        mine.MapPost("", Open)
            .Means(
                "openMyCart",
                "Opens the customer's cart, and merges a guest's into it, once, as is set."
            )
            .Answers<CartBody>(201, 200);
    }

    /// <summary>A customer's cart as it was opened.</summary>
    public static Answer<CartBody> Tell(CustomerCartTold told) =>
        new(
            CartBody.From(told.Cart) with
            {
                Merge = told.Merge is { } merge ? MergeBody.From(merge) : null,
                Adjustments = told.Merge is { } merged
                    ? [.. merged.Adjustments.Select(AdjustmentBody.From)]
                    : null,
            },
            told.IsNew ? StatusCodes.Status201Created : StatusCodes.Status200OK
        )
        {
            Version = told.Cart.Version,
            Location = told.IsNew ? Links.To(told.Cart.Id.Value) : null,
        };

    private static async Task<IResult> Get(HttpRequest http, IGrainFactory grains) =>
        (await grains.CartOf(http.Account()!.Value).Find()).Match(CartEndpoints.Tell);

    private static async Task<IResult> Open(
        MyCartRequest? request,
        HttpRequest http,
        IGrainFactory grains,
        ShopSettings shop,
        CartSettings carts
    )
    {
        var mine = grains.CartOf(http.Account()!.Value);
        var currency = request?.Currency ?? shop.Currency;
        // What does not look like a cart's id is nobody's.
        var opened = request?.Cart is { Value: ['c', 'r', 't', '_', ..] } guest
            ? await mine.Merge(guest, carts.MergeAtLogin, currency)
            : await mine.Open(currency);
        return opened.Match(Tell);
    }
}

/// <param name="Cart">The guest's cart, which whoever signs in had before.</param>
/// <param name="Currency">Of a new cart, where there is none of a guest's.</param>
internal sealed record MyCartRequest(CartId? Cart = null, Currency? Currency = null);

/// <summary>What became of a guest's cart: merged, merging (it is soon) or left.</summary>
/// <param name="Why">The code of what stood in the way, where it was left as it is.</param>
internal sealed record MergeBody(CartId Cart, string Outcome, string? Why)
{
    public static MergeBody From(MergeTold merge) =>
        new(merge.From, merge.Outcome.ToString().ToLowerInvariant(), merge.Why);
}

/// <param name="Wanted">Units of both carts.</param>
/// <param name="Got">Units that there are now.</param>
/// <param name="Why">The code with which adding the rest would be refused.</param>
internal sealed record AdjustmentBody(Sku Sku, int Wanted, int Got, string Why)
{
    public static AdjustmentBody From(CartAdjustment adjustment) =>
        new(adjustment.Sku, adjustment.Wanted, adjustment.Got, adjustment.Why);
}
