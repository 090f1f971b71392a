using Commerce.Accounts;
using Commerce.Carts;
using Commerce.FlashSales;
using Commerce.Inventory;
using Commerce.Secrets;

namespace Commerce.Shopping;

/// <summary>The cart of a browser, which keeps its id in a cookie that no script sees.</summary>
internal sealed class Baskets(
    IGrainFactory grains,
    SaleLines lines,
    IdGenerator ids,
    ServerKeys keys,
    ShopSettings shop
)
{
    private const string Cookie = "cart";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>The cart that is still to be bought; <c>null</c> before there is one.</summary>
    public async Task<CartTold?> Find(HttpRequest request)
    {
        if (!CartId.TryParse(request.Cookies[Cookie], provider: null, out var id))
            return null;

        var told = await grains.Cart(id).Get();
        return told.Value is { State: CartState.Open or CartState.Frozen } cart ? cart : null;
    }

    /// <summary>The cart that is still to be bought, or a new one where there is none.</summary>
    public async Task<Outcome<CartTold>> FindOrOpen(HttpContext http)
    {
        if (await Find(http.Request) is { } cart)
            return cart;

        var opened = await grains.Cart(new(ids.New("crt"))).Open(shop.Currency);
        if (opened.IsAccepted)
            http.Response.Cookies.Append(Cookie, opened.Value.Id.Value, Options(http, "/", Kept));
        return opened;
    }

    /// <summary>Puts units into the cart, or into a new one where there is none.</summary>
    /// <param name="key">The form's: sent twice, it adds once.</param>
    /// <param name="admission">What lets it into the sale that sells the SKU, if one does.</param>
    public async Task<Outcome<LineTold>> Add(
        HttpContext http,
        Sku sku,
        int quantity,
        string key,
        string? admission = null
    )
    {
        var found = await FindOrOpen(http);
        if (!found.IsAccepted)
            return found.Rejection;

        var request = new AddLineRequest(sku, quantity, admission);
        var named = key.Length > 0 ? new RequestKey(key, keys.Fingerprint(request)) : null;
        return await lines.Add(
            found.Value.Id,
            http.Request.Account(),
            request,
            named,
            expected: null
        );
    }

    /// <summary>Forgets a cart that has become an order; whether it was the browser's.</summary>
    public static bool Forget(HttpContext http, CartId cart)
    {
        if (http.Request.Cookies[Cookie] != cart.Value)
            return false;

        http.Response.Cookies.Delete(Cookie, Options(http, "/", kept: null));
        return true;
    }

    /// <summary>A cookie for the shop's own pages only.</summary>
    public static CookieOptions Options(HttpContext http, string path, TimeSpan? kept) =>
        new()
        {
            Path = path,
            MaxAge = kept,
            HttpOnly = true,
            Secure = http.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
        };
}
