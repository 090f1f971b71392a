using Commerce.Http;
using Scalar.AspNetCore;

namespace Commerce.OpenApi;

/// <summary>The reference for people, made in the browser from the document.</summary>
internal static class DocsPage
{
    public const string Route = "/docs";

    /// <summary>
    /// The page's script puts its styles in place itself, and may ask this host only.
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'; script-src 'self'";

    public static void MapDocs(this IEndpointRouteBuilder routes) =>
        routes
            .MapScalarApiReference(
                Route,
                options =>
                    options
                        .WithTitle("Commerce.Orleans")
                        .WithOpenApiRoutePattern(OpenApiHosting.Route)
                        .DisableDefaultFonts()
                        .DisableTelemetry()
                        .DisableAgent()
                        .HideDeveloperTools()
                        .WithNonce()
            )
            .AddEndpointFilter(
                (context, next) =>
                {
                    var http = context.HttpContext;
                    http.Response.OnStarting(() => Protect(http));
                    return next(context);
                }
            )
            .ForEveryone()
            .ExcludeFromDescription();

    /// <summary>Lets the scripts run that the page itself has.</summary>
    private static Task Protect(HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = http.Items[
            ScalarOptions.NonceHttpContextItemKey
        ]
            is string nonce
            ? $"{ContentSecurityPolicy} 'nonce-{nonce}'"
            : ContentSecurityPolicy;
        return Task.CompletedTask;
    }
}
