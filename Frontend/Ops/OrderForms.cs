using Commerce.Http;
using Commerce.Operators;
using Commerce.Orders;
using Commerce.Payments;
using Commerce.Secrets;

namespace Commerce.Ops;

/// <summary>What operators do with an order by a form.</summary>
internal static class OrderForms
{
    public const string Write = "orders:write";
    public const string Refund = "refunds:create";
    public const string Approve = "refunds:approve";

    private static Problem NoAmount { get; } =
        new(
            StatusCodes.Status422UnprocessableEntity,
            "amount_out_of_range",
            "Write an amount as 12.50, or none for all that is left."
        );

    public static void MapOrderForms(this IEndpointRouteBuilder ops)
    {
        var order = ops.MapGroup("/orders/{id}").ForOperators(Write);
        order.MapMoney(
            "capture",
            (grain, form) => grain.Capture(form.Key, form.Amount, OpsPage.Patience)
        );
        order.MapMoney("void", (grain, form) => grain.Void(form.Key, OpsPage.Patience));
        order
            .MapMoney(
                "refund",
                (grain, form) =>
                    grain.Refund(form.Key, form.Amount, form.Reason, form.Terms, OpsPage.Patience)
            )
            .ForOperators(Refund);
        var asked = order.MapGroup("/refunds/{refund}").ForOperators(Approve);
        asked.MapDecision("approve", isApproved: true);
        asked.MapDecision("reject", isApproved: false);
        order.MapChange(
            "cancel",
            (grain, form) =>
                grain.CancelAsOperator(form.Key, form.Reason, form.Terms, OpsPage.Patience)
        );
        order.MapChange("suspend", (grain, form) => grain.Suspend(form.Reason));
        order.MapChange("resume", (grain, form) => grain.Resume(form.Reason));
    }

    private static RouteHandlerBuilder MapMoney(
        this IEndpointRouteBuilder order,
        string action,
        Func<IOrderGrain, OrderForm, Task<Outcome<PaymentOperation>>> move
    ) =>
        order.MapPost(
            $"/{action}",
            async Task<IResult> (
                OrderId id,
                HttpRequest request,
                IGrainFactory grains,
                ServerKeys keys,
                OrderAnswers answers,
                RefundSettings refunds
            ) =>
            {
                var order = grains.Order(id);
                var told = await order.Get();
                if (!told.IsAccepted)
                    return told.Rejection.ToProblem();

                var (text, currency) = (request.Text("amount"), told.Value.Totals.Total.Currency);
                var amount = OpsPage.Amount(text, currency);
                if (text.Length > 0 && amount is null)
                    return await OrderPages.Show(told, grains, answers, problem: NoAmount);

                var form = new OrderForm(
                    OpsPage.KeyOf(request, keys),
                    amount?.MinorUnits,
                    request.Text("reason"),
                    refunds.For(request.HttpContext)
                );
                var moved = await move(order, form);
                var problem = moved.IsAccepted ? Refusal(moved.Value) : moved.Rejection.ToProblem();
                if (problem is not null)
                    return await OrderPages.Show(
                        await order.Get(),
                        grains,
                        answers,
                        problem: problem
                    );

                var done = moved.Value!.State switch
                {
                    PaymentOperationState.Done => action,
                    PaymentOperationState.AwaitingApproval => "awaiting",
                    _ => "pending",
                };
                return OpsPage.See($"/ops/orders/{id}?done={done}");
            }
        );

    private static void MapDecision(
        this IEndpointRouteBuilder asked,
        string action,
        bool isApproved
    ) =>
        asked.MapPost(
            $"/{action}",
            async Task<IResult> (
                OrderId id,
                RefundId refund,
                HttpContext http,
                IGrainFactory grains,
                OrderAnswers answers
            ) =>
            {
                var order = grains.Order(id);
                var by = Operator.Of(http)!.Name;
                var decided = await order.DecideRefund(refund, isApproved, by, OpsPage.Patience);
                var problem = decided.IsAccepted
                    ? Refusal(decided.Value)
                    : decided.Rejection.ToProblem();
                return problem is null
                    ? OpsPage.See($"/ops/orders/{id}?done={action}")
                    : await OrderPages.Show(await order.Get(), grains, answers, problem: problem);
            }
        );

    private static void MapChange(
        this IEndpointRouteBuilder order,
        string action,
        Func<IOrderGrain, OrderForm, Task<Outcome<OrderTold>>> change
    ) =>
        order.MapPost(
            $"/{action}",
            async Task<IResult> (
                OrderId id,
                HttpRequest request,
                IGrainFactory grains,
                ServerKeys keys,
                OrderAnswers answers,
                RefundSettings refunds
            ) =>
            {
                var order = grains.Order(id);
                var form = new OrderForm(
                    OpsPage.KeyOf(request, keys),
                    Amount: null,
                    request.Text("reason"),
                    refunds.For(request.HttpContext)
                );
                var changed = await change(order, form);
                return changed.IsAccepted
                    ? OpsPage.See($"/ops/orders/{id}?done={action}")
                    : await OrderPages.Show(
                        await order.Get(),
                        grains,
                        answers,
                        problem: changed.Rejection.ToProblem()
                    );
            }
        );

    private static Problem? Refusal(PaymentOperation operation) =>
        operation.State is PaymentOperationState.Failed
            ? OrderAdminEndpoints.Refused(operation)
            : null;

    /// <param name="Amount">Minor units; <c>null</c> for all that is left.</param>
    private sealed record OrderForm(RequestKey Key, long? Amount, string Reason, RefundTerms Terms);
}
