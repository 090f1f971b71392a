using System.Text.Json;
using System.Text.Json.Serialization;
using Commerce.Http;
using Commerce.Orders;
using Commerce.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Commerce.Ops;

/// <summary>Orders to look at: the lists, and one with all that happened to it.</summary>
internal static class OrderPages
{
    private const int EventsMax = 200;
    private const string Read = "orders:read";

    public static void MapOrderPages(this IEndpointRouteBuilder ops)
    {
        ops.MapGet("/orders", GetOrders).ForOperators(Read);
        ops.MapGet(
                "/orders/{id}",
                async (OrderId id, string? done, IGrainFactory grains, OrderAnswers answers) =>
                    await Show(await grains.Order(id).Get(), grains, answers, done)
            )
            .ForOperators(Read);
    }

    private static async Task<IResult> GetOrders(
        string? id,
        string? status,
        string? day,
        string? cursor,
        IGrainFactory grains,
        ServerKeys keys
    )
    {
        if (id?.Trim() is { Length: > 0 } wanted)
            return OpsPage.See($"/ops/orders/{Uri.EscapeDataString(wanted)}");
        if (OrderList.Of(status, day) is not { } list)
            return OrderList.NoSuchDay;
        if (!OpsPage.TryMark(keys, $"ops/{list}", cursor, out var after))
            return SignedMark.Invalid;

        var page = await grains.View(OrderList.View).GetPage(list, OpsPage.Rows, after);
        return page.Match(rows => new RazorComponentResult<OrdersPage>(
            new
            {
                Orders = rows
                    .Rows.Select(row =>
                        JsonSerializer.Deserialize(row.Span, OrderItemJson.Default.OrderItem)!
                    )
                    .ToList(),
                Status = status,
                Day = day,
                IsFirst = after is null,
                Next = rows.Next is { } next
                    ? $"/ops/orders?status={status}&day={day}&cursor="
                        + SignedMark.Write(keys, $"ops/{list}", next)
                    : null,
            }
        ));
    }

    /// <summary>An order as it is, and what became of the form that was sent about it.</summary>
    public static async Task<IResult> Show(
        Outcome<OrderTold> told,
        IGrainFactory grains,
        OrderAnswers answers,
        string? done = null,
        Problem? problem = null
    )
    {
        if (!told.IsAccepted)
            return told.Rejection.ToProblem();

        var order = told.Value;
        var streams = order.Attempts.Select(each => $"payment/{each.Payment}");
        var events = await Task.WhenAll(
            streams
                .Prepend($"order/{order.Id}")
                .Select(stream => grains.Log().ReadStream(stream, after: 0, EventsMax))
        );
        return new RazorComponentResult<OrderPage>(
            new
            {
                Order = order,
                Contact = await answers.GetContact(order),
                Events = events
                    .SelectMany(each => each)
                    .OrderBy(each => each.At)
                    .Reverse()
                    .ToList(),
                Done = Say(done),
                Problem = problem?.Detail,
            }
        )
        {
            StatusCode = problem?.Status ?? StatusCodes.Status200OK,
        };
    }

    private static string? Say(string? done) =>
        done switch
        {
            "capture" => "Captured.",
            "void" => "Voided.",
            "refund" => "Refunded.",
            "awaiting" => "Asked for. Another operator must agree.",
            "approve" => "Agreed to.",
            "reject" => "Not agreed to.",
            "cancel" => "Cancelled, or about to be.",
            "suspend" => "Suspended.",
            "resume" => "Resumed.",
            "pending" => "Asked for. The provider has not answered yet.",
            _ => null,
        };
}

/// <summary>An order in a list, as its view keeps it.</summary>
public sealed record OrderItem(OrderId Id, string Status, Money Total, DateTimeOffset CreatedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OrderItem))]
internal sealed partial class OrderItemJson : JsonSerializerContext;
