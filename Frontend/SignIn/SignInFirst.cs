using Commerce.Accounts;
using Commerce.Http;
using Commerce.Shopping;
using Microsoft.Net.Http.Headers;

namespace Commerce.SignIn;

/// <summary>Sends people to where they sign in to look at a page of their account.</summary>
internal static class SignInFirst
{
    /// <summary>Where to; <c>null</c> for what is no such page, or where nobody signs in.</summary>
    public static IResult? For(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        if (
            endpoint?.Metadata.GetMetadata<IsPage>() is null
            || Callers.Of(endpoint) != Callers.Customers
            || http.RequestServices.GetService<BrowserSessions>() is null
        )
            return null;

        http.Response.Headers.Remove(HeaderNames.WWWAuthenticate);
        return HtmlPage.Redirect(SignInPages.AddressFor(PageOf(http.Request, "/account")));
    }

    /// <summary>
    /// Has people sign in again, unless they did within ten minutes, as the API does by
    /// <c>step_up_required</c>.
    /// </summary>
    /// <param name="form">The page with the form, to which they come back.</param>
    public static RouteHandlerBuilder SignsInAnew(this RouteHandlerBuilder route, string form) =>
        route.AddEndpointFilter(
            (context, next) =>
                RecentSignIn.IsRecent(context.HttpContext)
                    ? next(context)
                    : new(HtmlPage.Redirect(SignInPages.AddressFor(form)))
        );

    /// <summary>A form that was sent is not sent again by coming back.</summary>
    private static string PageOf(HttpRequest request, string otherwise) =>
        HttpMethods.IsGet(request.Method) ? $"{request.Path}{request.QueryString}" : otherwise;
}
