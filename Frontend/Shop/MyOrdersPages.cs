using Commerce.Accounts;
using Commerce.Http;
using Commerce.Orders;
using Commerce.Secrets;
using Commerce.Shopping.Pages;

namespace Commerce.Shopping;

/// <summary>The page of whoever has signed in with all that they ordered.</summary>
internal static class MyOrdersPages
{
    public const string Address = "/account/orders";
    private const int PageSize = 24;

    public static void Map(IEndpointRouteBuilder pages) =>
        pages.MapGet(Address, Show).ForCustomers();

    private static Task<IResult> Show(
        string? cursor,
        HttpRequest http,
        MyOrders orders,
        ServerKeys keys
    )
    {
        var customer = http.Account()!.Value;
        var (name, page) = ($"my-orders/{customer}", new PageRequest(PageSize, cursor, keys));
        return page.Read(
            name,
            async (limit, after) =>
                (await orders.GetPage(customer, limit, after)).Match(
                    read => new HtmlPage<OrdersPage>(
                        new OrdersModel(
                            read.Rows,
                            page.Sign(name, read.Next),
                            IsFirst: after is null
                        )
                    )
                )
        );
    }
}

/// <summary>A customer's orders, newest first, as a page shows them.</summary>
/// <param name="Next">The cursor behind which there are more, if there are.</param>
public sealed record OrdersModel(IReadOnlyList<OrderRow> Orders, string? Next, bool IsFirst);
