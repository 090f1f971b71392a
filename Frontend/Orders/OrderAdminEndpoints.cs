using Commerce.Http;
using Commerce.Payments;
using Commerce.Secrets;

namespace Commerce.Orders;

/// <summary>What operators do with an order and its money.</summary>
internal static class OrderAdminEndpoints
{
    private const string Write = "orders:write";

    public static void MapOrderAdmin(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/admin/v1/orders", GetOrders)
            .RequireScope("orders:read")
            .WithTags("Orders")
            .Means("listOrders", "The orders, newest first: of one status, of one day, or all.")
            .Answers<PageBody<OrderRow>>(200)
            .AnswersOnly(304)
            .Refuses(422, "invalid_day");
        var orders = routes.MapGroup("/admin/v1/orders/{id}").WithTags("Orders");

        orders
            .MapGet("", Get)
            .RequireScope("orders:read")
            .Means("getOrderAsOperator", "The order, and who bought it.")
            .Answers<OrderBody>(200)
            .AnswersOnly(304)
            .Refuses(404, "not_found");
        orders.MapTimeline();
        orders
            .MapPost("/cancel", Cancel)
            .RequireScope(Write)
            .Means(
                "cancelOrderAsOperator",
                "Cancels the order; 202 while a payment is out. Where more was captured than one "
                    + "operator may give back alone, a refund that another agrees to comes first."
            )
            .Answers<OrderBody>(200, 202)
            .RequiresKey()
            .Waits()
            .Refuses(404, "not_found")
            .Refuses(409, "invalid_transition", "checkout_abandoned", "refund_required");
        orders
            .MapPost("/suspend", Suspend)
            .RequireScope(Write)
            .Means("suspendOrder", "Stops whatever would happen to the order next.")
            .Answers<OrderBody>(200)
            .Refuses(404, "not_found")
            .Refuses(409, "invalid_transition");
        orders
            .MapPost("/resume", Resume)
            .RequireScope(Write)
            .Means("resumeOrder", "Lets a suspended order go on.")
            .Answers<OrderBody>(200)
            .Refuses(404, "not_found")
            .Refuses(409, "invalid_transition");
        MapMoney(orders);
    }

    private static void MapMoney(RouteGroupBuilder orders)
    {
        orders
            .MapPost("/capture", Capture)
            .RequireScope(Write)
            .Means("captureOrder", "Takes authorized money: an amount, or all that is left.")
            .MovesMoney();
        orders
            .MapPost("/void", Void)
            .RequireScope(Write)
            .Means("voidOrder", "Gives up what is authorized and not captured.")
            .MovesMoney();
        orders
            .MapPost("/refunds", Refund)
            .RequireScope("refunds:create")
            .Means(
                "refundOrder",
                "Gives captured money back: an amount, or all that is left. 202 awaiting_approval, "
                    + "where it is more than one operator may give back of an order in a day."
            )
            .Answers<OperationBody>(200)
            .MovesMoney();
    }

    private static RouteHandlerBuilder MovesMoney(this RouteHandlerBuilder route) =>
        route
            .Answers<OperationBody>(201, 202)
            .RequiresKey()
            .HonoursIfMatch()
            .Waits()
            .Refuses(404, "not_found")
            .Refuses(409, "invalid_transition", "provider_refused")
            .Refuses(422, "amount_out_of_range", "currency_mismatch");

    /// <summary>
    /// Newest first; of one day (UTC, <c>2026-11-26</c>), of one status, or both.
    /// </summary>
    private static async Task<IResult> GetOrders(
        string? status,
        string? day,
        [AsParameters] PageRequest page,
        IGrainFactory grains
    ) =>
        OrderList.Of(status, day) is { } list
            ? await page.Answer(grains, OrderList.View, list)
            : OrderList.NoSuchDay;

    private static async Task<IResult> Get(OrderId id, IGrainFactory grains, OrderAnswers answers)
    {
        var told = await grains.Order(id).Get();
        return told.IsAccepted ? await answers.Read(told.Value) : told.Rejection.ToProblem();
    }

    private static Task<IResult> Capture(
        OrderId id,
        MoneyRequest? request,
        HttpRequest http,
        IGrainFactory grains,
        ServerKeys keys
    ) =>
        Move(
            id,
            request,
            http,
            grains,
            keys,
            (order, key, amount) => order.Capture(key, amount, http.Wait())
        );

    private static Task<IResult> Void(
        OrderId id,
        MoneyRequest? request,
        HttpRequest http,
        IGrainFactory grains,
        ServerKeys keys
    ) => Move(id, request, http, grains, keys, (order, key, _) => order.Void(key, http.Wait()));

    private static Task<IResult> Refund(
        OrderId id,
        MoneyRequest? request,
        HttpRequest http,
        IGrainFactory grains,
        ServerKeys keys,
        RefundSettings refunds
    ) =>
        Move(
            id,
            request,
            http,
            grains,
            keys,
            (order, key, amount) =>
                order.Refund(
                    key,
                    amount,
                    request?.Reason ?? "",
                    refunds.For(http.HttpContext),
                    http.Wait()
                )
        );

    private static async Task<IResult> Move(
        OrderId id,
        MoneyRequest? request,
        HttpRequest http,
        IGrainFactory grains,
        ServerKeys keys,
        Func<IOrderGrain, RequestKey, long?, Task<Outcome<PaymentOperation>>> move
    )
    {
        if (http.IdempotencyKey() is not { } key)
            return RequestHeaders.KeyRequired;

        var asked = request ?? new();
        var order = grains.Order(id);
        if (await Objection(order, asked, http) is { } objection)
            return objection;

        var named = new RequestKey(key, $"{http.Path}{keys.Fingerprint(asked)}");
        var moved = await move(order, named, asked.Amount?.MinorUnits);
        return moved.Match(Tell);
    }

    /// <summary>
    /// Money of another currency, or an order that has changed since it was read.
    /// </summary>
    private static async Task<IResult?> Objection(
        IOrderGrain order,
        MoneyRequest request,
        HttpRequest http
    )
    {
        if (request.Amount is null && http.Headers.IfMatch.Count == 0)
            return null;

        var told = await order.Get();
        if (!told.IsAccepted)
            return told.Rejection.ToProblem();
        if (http.IsStale(told.Value.Version, told.Value.Payments.Sum(each => each.Version)))
            return Rejections.Stale.ToProblem();

        return request.Amount is { } amount && amount.Currency != told.Value.Totals.Total.Currency
            ? new Problem(422, "currency_mismatch", "The order is in another currency.")
            : null;
    }

    public static Problem Refused(PaymentOperation operation) =>
        new(409, "provider_refused", $"The provider refused: {operation.Code}.");

    public static IResult Tell(PaymentOperation operation) =>
        operation.State is PaymentOperationState.Failed
            ? Refused(operation)
            : new Answer<OperationBody>(
                OperationBody.From(operation),
                operation.State switch
                {
                    PaymentOperationState.Done => StatusCodes.Status201Created,
                    PaymentOperationState.Rejected or PaymentOperationState.Expired =>
                        StatusCodes.Status200OK,
                    _ => StatusCodes.Status202Accepted,
                }
            )
            {
                IsReplay = operation.IsReplay,
            };

    private static async Task<IResult> Cancel(
        OrderId id,
        ReasonRequest? request,
        HttpRequest http,
        IGrainFactory grains,
        ServerKeys keys,
        OrderAnswers answers,
        RefundSettings refunds
    )
    {
        if (http.IdempotencyKey() is not { } key)
            return RequestHeaders.KeyRequired;

        var asked = request ?? new();
        var cancelled = await grains
            .Order(id)
            .CancelAsOperator(
                new(key, keys.Fingerprint(asked)),
                asked.Reason,
                refunds.For(http.HttpContext),
                http.Wait()
            );
        return cancelled.Match(order => answers.Cancelled(order));
    }

    private static async Task<IResult> Suspend(
        OrderId id,
        ReasonRequest? request,
        IGrainFactory grains,
        OrderAnswers answers
    )
    {
        var told = await grains.Order(id).Suspend(request?.Reason ?? "");
        return told.IsAccepted ? await answers.Read(told.Value) : told.Rejection.ToProblem();
    }

    private static async Task<IResult> Resume(
        OrderId id,
        ReasonRequest? request,
        IGrainFactory grains,
        OrderAnswers answers
    )
    {
        var told = await grains.Order(id).Resume(request?.Reason ?? "");
        return told.IsAccepted ? await answers.Read(told.Value) : told.Rejection.ToProblem();
    }
}
