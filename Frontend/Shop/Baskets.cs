using Commerce.Accounts;
using Commerce.Carts;
using Commerce.Customers;
using Commerce.FlashSales;
using Commerce.Inventory;
using Commerce.Secrets;

namespace Commerce.Shopping;

/// <summary>
/// The cart of a browser, which keeps a guest's in a cookie that no script sees; who has signed in
/// has one wherever they are.
/// </summary>
internal sealed class Baskets(
    IGrainFactory grains,
    SaleLines lines,
    IdGenerator ids,
    ServerKeys keys,
    ShopSettings shop,
    CartSettings carts
)
{
    private const string Cookie = "cart";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>The cart that is still to be bought; <c>null</c> before there is one.</summary>
    public async Task<CartTold?> Find(HttpRequest request)
    {
        if (request.Account() is { } account)
        {
            await Merge(request.HttpContext, account);
            return (await grains.CartOf(account).Find()).Value;
        }

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
        if (http.Request.Account() is { } account)
        {
            var mine = await grains.CartOf(account).Open(shop.Currency);
            return mine.IsAccepted ? mine.Value.Cart : mine.Rejection;
        }

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

    /// <summary>
    /// Merges the cart that this browser had as a guest's into that of whoever has just signed in
    /// in it. Whatever becomes of that, they have signed in: what could not be merged now is merged
    /// when the browser shows a page.
    /// </summary>
    public async Task Merge(HttpContext http, CustomerId account)
    {
        if (!CartId.TryParse(http.Request.Cookies[Cookie], provider: null, out var guest))
            return;

        try
        {
            var mine = grains.CartOf(account);
            var merged = await mine.Merge(guest, carts.MergeAtLogin, shop.Currency);
            if (merged.Value?.Merge is { Why: not "payment_in_progress" })
                http.Response.Cookies.Delete(Cookie, Options(http, "/", kept: null));
        }
        catch (Exception e)
            when (OutcomeResults.Of(e).Status is StatusCodes.Status503ServiceUnavailable)
        {
            // The cookie stays, and so does the cart.
        }
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
