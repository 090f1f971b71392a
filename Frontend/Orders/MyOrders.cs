using System.Collections.Immutable;
using System.Text.Json;
using Commerce.Accounts;
using Commerce.Http;
using Commerce.Secrets;

namespace Commerce.Orders;

/// <summary>
/// A customer's orders, and those that guests placed with the address that is shown to be theirs.
/// </summary>
internal sealed class MyOrders(IGrainFactory grains, OrderOwners owners)
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/v1/me/orders", Get)
            .ForCustomers()
            .WithTags("Orders")
            .Means("listMyOrders", "The customer's orders, newest first.")
            .Answers<PageBody<OrderRow>>(200)
            .AnswersOnly(304);

    /// <summary>A page of them, newest first.</summary>
    public async Task<Outcome<MyOrdersPage>> GetPage(
        Customers.CustomerId customer,
        int limit,
        string? after
    )
    {
        string[] lists = await owners.VerifiedEmail(customer) is { } email
            ? [OrderList.Of(customer), OrderList.OfEmail(email)]
            : [OrderList.Of(customer)];
        var read = await grains.View(OrderList.View).GetUnion([.. lists], limit, after);
        return read.IsAccepted
            ? new MyOrdersPage(
                [.. read.Value.Rows.Select(row => Read(row.Row))],
                read.Value.HasMore ? read.Value.Rows[^1].Mark : null
            )
            : read.Rejection;
    }

    private static Task<IResult> Get(
        int? limit,
        string? cursor,
        HttpRequest http,
        MyOrders orders,
        ServerKeys keys
    )
    {
        var (page, customer) = (new PageRequest(limit, cursor, keys), http.Account()!.Value);
        var name = $"{OrderList.View}/{OrderList.Of(customer)}";
        return page.Read(
            name,
            async (limit, after) =>
                (await orders.GetPage(customer, limit, after)).Match(read => new PageAnswer(
                    read.Rows.Select(Write)
                )
                {
                    Next = page.Sign(name, read.Next),
                })
        );
    }

    /// <summary>Whose it is they know, and the mark of an address tells nobody anything.</summary>
    private static OrderRow Read(ReadOnlyMemory<byte> row) =>
        JsonSerializer.Deserialize(row.Span, OrderRowJson.Default.OrderRow)! with
        {
            Buyer = null,
        };

    private static ReadOnlyMemory<byte> Write(OrderRow row) =>
        JsonSerializer.SerializeToUtf8Bytes(row, OrderRowJson.Default.OrderRow);
}

/// <param name="Next">The mark after which more follow, if any do.</param>
internal sealed record MyOrdersPage(ImmutableArray<OrderRow> Rows, string? Next);
