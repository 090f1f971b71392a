using Commerce.Accounts;
using Commerce.Http;
using Commerce.Inventory;

namespace Commerce.Customers;

/// <summary>What customers would like to have some day.</summary>
internal static class WishlistEndpoints
{
    public static void MapWishlist(this IEndpointRouteBuilder routes)
    {
        var wishes = routes
            .MapGroup("/api/v1/me/wishlist")
            .WithTags("Accounts")
            .ForCustomers()
            .RefusesNobody();
        wishes
            .MapGet("", List)
            .Means("getWishlist", "What they wish for, the newest first.")
            .Answers<WishlistBody>(200);
        wishes
            .MapPost("", Add)
            .Means("wish", "Puts a SKU on the wishlist; 200, if it is there.")
            .Answers<WishlistBody>(201, 200)
            .Refuses(409, "too_many_wishes");
        wishes
            .MapDelete("/{sku}", Remove)
            .Means("unwish", "Takes a SKU off the wishlist.")
            .AnswersOnly(204);
    }

    private static async Task<IResult> List(HttpRequest http, IGrainFactory grains) =>
        await Tell(grains.Customer(http.Customer()), StatusCodes.Status200OK);

    private static async Task<IResult> Add(
        WishRequest request,
        HttpRequest http,
        IGrainFactory grains
    )
    {
        var customer = grains.Customer(http.Customer());
        var wished = await customer.Wish(request.Sku);
        return wished.IsAccepted
            ? await Tell(
                customer,
                wished.Value ? StatusCodes.Status201Created : StatusCodes.Status200OK
            )
            : wished.Rejection.ToProblem();
    }

    private static async Task<IResult> Remove(Sku sku, HttpRequest http, IGrainFactory grains) =>
        (await grains.Customer(http.Customer()).Unwish(sku)).Match(_ => TypedResults.NoContent());

    private static async Task<IResult> Tell(ICustomerGrain customer, int status) =>
        (await customer.GetBelongings()).Match(told => new Answer<WishlistBody>(
            new([.. told.Wishes.Reverse().Select(each => new WishBody(each.Sku, each.At))]),
            status
        )
        {
            Location = status == StatusCodes.Status201Created ? "/api/v1/me/wishlist" : null,
        });
}

internal sealed record WishRequest(Sku Sku);

internal sealed record WishBody(Sku Sku, DateTimeOffset AddedAt);

internal sealed record WishlistBody(IReadOnlyList<WishBody> Data);
