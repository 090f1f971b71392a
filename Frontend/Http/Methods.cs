namespace Commerce.Http;

/// <summary>
/// HEAD wherever GET is, OPTIONS wherever anything is, and an <c>Allow</c> that says so.
/// </summary>
internal static class Methods
{
    private const string Head = "HEAD, OPTIONS";

    /// <summary>Before routing, which knows each route's own methods only.</summary>
    public static void UseMethods(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                var request = context.Request;
                if (HttpMethods.IsHead(request.Method))
                {
                    // The server sends no body, whatever is written; what is live has no end.
                    request.Method = HttpMethods.Get;
                    request.Headers.Accept = "*/*";
                }

                await next(context);
                var allow = context.Response.Headers.Allow.ToString();
                if (allow.Length > 0 && !context.Response.HasStarted)
                {
                    context.Response.Headers.Allow = AllowOf(allow);
                }
            }
        );

    /// <summary>Behind routing: tells what a route can be asked, whoever asks.</summary>
    public static void UseOptions(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                var isAsked = HttpMethods.IsOptions(context.Request.Method);
                if (!isAsked || context.GetEndpoint()?.RequestDelegate is not { } refuse)
                {
                    await next(context);
                    return;
                }

                // Routing has found the one endpoint that knows: it answers 405 and «Allow».
                await refuse(context);
                context.Response.StatusCode = StatusCodes.Status204NoContent;
            }
        );

    private static string AllowOf(string methods) =>
        methods.Contains(HttpMethods.Get, StringComparison.Ordinal)
            ? $"{methods}, {Head}"
            : $"{methods}, {HttpMethods.Options}";
}
