using System.Text;
using Commerce.Accounts;
using Commerce.Http;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Commerce.Shopping;

/// <summary>
/// A page, rendered here and whole. Everything it needs comes from this store, but for merchants'
/// pictures from where the settings say: no script, style or picture stands in the page itself.
/// </summary>
/// <typeparam name="TPage">A component with the parameters <c>Frame</c> and
/// <c>Model</c>.</typeparam>
internal sealed class HtmlPage<TPage>(object model, int status = StatusCodes.Status200OK) : IResult
    where TPage : IComponent
{
    /// <summary>
    /// Whether the cart is not looked up: it has just been bought, or the store may be down.
    /// </summary>
    public bool HasNoCart { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var cart = HasNoCart
            ? null
            : await services.GetRequiredService<Baskets>().Find(httpContext.Request);
        var frame = new Frame(
            services.GetRequiredService<ShopSettings>(),
            Languages.Of(httpContext.Request),
            cart?.Lines.Sum(line => line.Quantity) ?? 0,
            httpContext.Request.Query["q"].ToString(),
            httpContext.Request.Account() is not null
        );
        var headers = httpContext.Response.Headers;
        headers.ContentSecurityPolicy = HtmlPage.Policy(frame.Shop.Media);
        headers.CacheControl = "private, no-store";
        // Without a referrer browsers would not say where a form stood.
        headers["Referrer-Policy"] = "same-origin";
        await Write(await Render(services, frame), httpContext);
    }

    private async Task<string> Render(IServiceProvider services, Frame frame)
    {
        await using var renderer = new HtmlRenderer(
            services,
            services.GetRequiredService<ILoggerFactory>()
        );
        var parameters = ParameterView.FromDictionary(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Frame"] = frame,
                ["Model"] = model,
            }
        );
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(parameters)).ToHtmlString()
        );
    }

    private Task Write(string html, HttpContext http)
    {
        var body = Encoding.UTF8.GetBytes(html);
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }
}

internal static class HtmlPage
{
    public static string Policy(ShopMedia media) =>
        $"default-src 'none'; style-src 'self'; script-src 'self'; img-src {media.Sources}; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>On from a form that was taken, so that reloading sends nothing again.</summary>
    public static IResult Redirect(string address) => new SeeOther(address);

    private sealed class SeeOther(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            httpContext.Response.Headers.CacheControl = "private, no-store";
            return Task.CompletedTask;
        }
    }
}

/// <summary>What every page shows around what it is about.</summary>
/// <param name="Units">In the shopper's cart.</param>
/// <param name="Query">What was searched for, or nothing.</param>
/// <param name="IsSignedIn">Whether the store knows who is looking.</param>
public sealed record Frame(
    ShopSettings Shop,
    Languages Languages,
    int Units,
    string Query,
    bool IsSignedIn
);
