using Commerce.Accounts;
using Commerce.Http;

namespace Commerce.FlashSales;

/// <summary>Tickets for waiting rooms; whoever has a ticket's text has its place.</summary>
internal static class TicketEndpoints
{
    public static void Map(IEndpointRouteBuilder sales)
    {
        sales
            .MapPost("/{id}/tickets", Join)
            .Means(
                "joinSale",
                "Takes a place in the waiting room: an account has one, or else a cart, for good."
            )
            .Answers<TicketBody>(201)
            .Limited(RateClass.Tickets)
            .RequiresKey()
            .KnowsAccounts()
            .Refuses(403, "not_a_buyer")
            .Refuses(404, "not_found")
            .Refuses(409, "sale_not_open", "sale_closed")
            .Refuses(410, "cart_expired", "cart_discarded")
            .Refuses(422, "cart_required", "work_required");
        sales
            .MapGet("/{id}/tickets/{ticket}", Look)
            .ForOwners()
            .Means("getSaleTicket", "How a ticket stands; not before its pollAfter has passed.")
            .Answers<TicketBody>(200)
            .Limited(RateClass.None)
            .Refuses(404, "not_found")
            .Refuses(429, "rate_limited");
    }

    private static async Task<IResult> Join(
        SaleId id,
        JoinRequest request,
        HttpRequest http,
        Turnstile turnstile
    ) =>
        http.IdempotencyKey() is null
            ? RequestHeaders.KeyRequired
            : await turnstile.Join(id, request, http.Account());

    private static Task<IResult> Look(SaleId id, string ticket, Turnstile turnstile) =>
        turnstile.Look(id, ticket);
}
