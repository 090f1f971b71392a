using Commerce.Orders;
using Commerce.Secrets;

namespace Commerce.Shopping;

/// <summary>
/// A guest's order is theirs in the browser that ordered it: its token lies in a cookie that no
/// script sees and that goes to the order's own pages only. An address that is passed on shows it
/// to nobody else.
/// </summary>
internal sealed class OrderCookies(ServerKeys keys)
{
    private const string Cookie = "order";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public static string Page(OrderId order) => $"/order/{order}";

    public void Give(HttpContext http, OrderId order) =>
        http.Response.Cookies.Append(
            Cookie,
            keys.AccessToken(order.Value),
            Baskets.Options(http, Page(order), Kept)
        );

    public bool IsIn(HttpContext http, string order) =>
        http.Request.Cookies[Cookie] is { } token && keys.IsAccessToken(order, token);
}
