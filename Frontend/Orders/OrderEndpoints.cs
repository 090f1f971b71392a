using Commerce.Http;
using Commerce.Secrets;

namespace Commerce.Orders;

/// <summary>A guest's order, for whoever has its token; to others it is unknown.</summary>
internal static class OrderEndpoints
{
    private const string TokenHeader = "X-Order-Token";

    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var orders = routes
            .MapGroup("/api/v1/orders/{id}")
            .WithTags("Orders")
            .AddEndpointFilter(RequireToken);

        orders.MapGet("", Get);
        orders.MapGet("/events", OrderEvents.Watch);
        orders.MapPost("/payments", Pay);
        orders.MapPost("/cancel", Cancel);
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
        OrderAnswers answers
    )
    {
        if (http.IdempotencyKey() is not { } key)
            return RequestHeaders.KeyRequired;

        var named = new RequestKey(key, keys.Fingerprint(request));
        var paid = await grains
            .Order(id)
            .Pay(new(Number: 0, request.PaymentMethod.Token, named), http.Wait());
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

    private static ValueTask<object?> RequireToken(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        var keys = http.RequestServices.GetRequiredService<ServerKeys>();
        var id = http.GetRouteValue("id")?.ToString() ?? "";
        return keys.IsAccessToken(id, http.Request.Headers[TokenHeader].ToString())
            ? next(context)
            : new(OutcomeResults.NotFound);
    }
}
