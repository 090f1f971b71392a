using Commerce.Accounts;
using Commerce.FlashSales;
using Commerce.Http;
using Commerce.Secrets;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Commerce.Orders;

/// <summary>An order, for whoever has its token or whose it is; to others it is unknown.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        MyOrders.Map(routes);
        var orders = routes
            .MapGroup("/api/v1/orders/{id}")
            .ForOwners()
            .WithTags("Orders")
            .KnowsAccounts()
            .AddEndpointFilter(RequireOwner);

        orders
            .MapGet("", Get)
            .Means("getOrder", "The order as it is now.")
            .Answers<OrderBody>(200)
            .AnswersOnly(304)
            .TakesToken();
        orders
            .MapGet("/events", OrderEvents.Watch)
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .Means("getOrderEvents", "What happened to the order: as a list, or live.")
            .Produces<HappeningsBody>(200, "application/json", OrderEvents.Live)
            .Takes("Last-Event-ID", "The version of the event that was heard last.")
            .TakesToken();
        orders
            .MapPost("/payments", Pay)
            .Means("payOrder", "Pays with another method, after one was declined.")
            .Limited(RateClass.Checkout)
            .Answers<OrderBody>(201, 202)
            .RequiresKey()
            .Waits()
            .TakesToken()
            .Refuses(402, "payment_declined")
            .Refuses(409, "payment_in_progress", "payment_attempts_exhausted")
            .Refuses(409, "cart_completed", "invalid_transition", "checkout_abandoned")
            .Refuses(409, "sale_paused");
        orders
            .MapPost("/cancel", Cancel)
            .Means("cancelOrder", "Cancels the order; 202 while a payment is on its way.")
            .Answers<OrderBody>(200, 202)
            .RequiresKey()
            .Waits()
            .TakesToken()
            .Refuses(409, "invalid_transition", "checkout_abandoned");
    }

    private static async Task<IResult> Get(OrderId id, IGrainFactory grains, OrderAnswers answers)
    {
        var told = await grains.Order(id).Get();
        return told.IsAccepted ? await answers.Read(told.Value) : told.Rejection.ToProblem();
    }

    private static async Task<IResult> Pay(
        OrderId id,
        PayRequest request,
        HttpRequest http,
        IGrainFactory grains,
        ServerKeys keys,
        OrderAnswers answers,
        SaleBuyers buyers
    )
    {
        if (http.IdempotencyKey() is not { } key)
            return RequestHeaders.KeyRequired;

        var named = new RequestKey(key, keys.Fingerprint(request));
        var token = request.PaymentMethod.Token;
        var limits = await buyers.OfPayment(id, token, http.Account());
        var paid = await grains.Order(id).Pay(new(Number: 0, token, named, limits), http.Wait());
        return paid.Match(order =>
            answers.Checkout(
                order,
                order.Attempts.First(each => each.Key == key).Number,
                order.IsReplay
            )
        );
    }

    private static async Task<IResult> Cancel(
        OrderId id,
        ReasonRequest? request,
        HttpRequest http,
        IGrainFactory grains,
        ServerKeys keys,
        OrderAnswers answers
    )
    {
        if (http.IdempotencyKey() is not { } key)
            return RequestHeaders.KeyRequired;

        var asked = request ?? new();
        var cancelled = await grains
            .Order(id)
            .Cancel(new(key, keys.Fingerprint(asked)), asked.Reason, http.Wait());
        return cancelled.Match(order => answers.Cancelled(order));
    }

    private static RouteHandlerBuilder TakesToken(this RouteHandlerBuilder route) =>
        route
            .Takes(
                OrderOwners.TokenHeader,
                "The accessToken that the checkout answered; customers' own orders need none."
            )
            .Refuses(404, "not_found");

    private static async ValueTask<object?> RequireOwner(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        var owners = http.RequestServices.GetRequiredService<OrderOwners>();
        var id = http.GetRouteValue("id")?.ToString() ?? "";
        return await owners.IsOwner(http.Request, id)
            ? await next(context)
            : OutcomeResults.NotFound;
    }
}
