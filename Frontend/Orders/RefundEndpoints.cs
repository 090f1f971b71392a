using Commerce.Http;
using Commerce.Operators;

namespace Commerce.Orders;

/// <summary>What another operator says to a refund that one may not make alone.</summary>
internal static class RefundEndpoints
{
    public static void MapRefunds(this IEndpointRouteBuilder routes)
    {
        var refunds = routes
            .MapGroup("/admin/v1/refunds/{id}")
            .WithTags("Orders")
            .RequireScope("refunds:approve");

        refunds
            .MapDecision("/approve", isApproved: true)
            .Means("approveRefund", "Agrees to another operator's refund, which is made then.")
            .Decides();
        refunds
            .MapDecision("/reject", isApproved: false)
            .Means("rejectRefund", "Does not agree to another operator's refund: it is off.")
            .Decides();
    }

    private static RouteHandlerBuilder Decides(this RouteHandlerBuilder route) =>
        route
            .Answers<OperationBody>(200, 201, 202)
            .Waits()
            .Refuses(403, "four_eyes_required")
            .Refuses(404, "not_found")
            .Refuses(409, "refund_expired", "refund_decided", "invalid_transition")
            .Refuses(409, "provider_refused");

    private static RouteHandlerBuilder MapDecision(
        this IEndpointRouteBuilder refunds,
        string route,
        bool isApproved
    ) =>
        refunds.MapPost(
            route,
            async Task<IResult> (RefundId id, HttpRequest http, IGrainFactory grains) =>
            {
                var by = Operator.Of(http.HttpContext)!.Name;
                var decided = await grains
                    .Order(id.Order)
                    .DecideRefund(id, isApproved, by, http.Wait());
                return decided.Match(OrderAdminEndpoints.Tell);
            }
        );
}
